# Prints brokerage.csv: Gould-Fernandez brokerage (1989) and cutpoints of three published networks, by sna.
#   Rscript brokerage.R > brokerage.csv        (printed with R 4.2.2, sna 2.7-1, network 1.18.1, igraph 1.3.5)
# sna counts ordered pairs; of a symmetric graph every open pair twice, as ours does.

suppressPackageStartupMessages({library(sna); library(network)})

show <- function(name, ties, groups) {
  roles <- brokerage(ties, groups)$raw.nli[, c("w_I", "w_O", "b_OI", "b_IO", "b_O")]
  cut <- seq_len(nrow(ties)) %in% cutpoints(ties, mode = "graph")
  cat(paste(name, rownames(ties), groups, apply(roles, 1, paste, collapse = ","), as.integer(cut), sep = ","), sep = "\n")
}

cat("network,node,group,coordinator,itinerant,gatekeeper,representative,liaison,cutpoint\n")

# Zachary (1977), the edges as igraph has them; who went with the officers when the club parted
karate <- as.matrix(igraph::as_adjacency_matrix(igraph::make_graph("Zachary")))
rownames(karate) <- 0:33
show("karate", karate, ifelse(0:33 %in% c(9, 14, 15, 18, 20, 22:33), "officers", "hi"))

# Padgett's marriages (Breiger and Pattison 1986); seats on the priorate 1282-1344 (Wasserman and Faust 1994), none, under
# 50, more. Pucci married into none.
data(flo)
seats <- c(53, 65, 0, 12, 22, 0, 21, 0, 53, 0, 42, 0, 38, 35, 74, 0)
show("florentine", flo[-12, -12], as.character(cut(seats, c(-1, 0, 49, 99), c("none", "few", "many")))[-12])

# Davis, Gardner and Gardner (1941): who met at one of fourteen events at least; their two cliques, Ruth being of both
women <- c("Evelyn Jefferson", "Laura Mandeville", "Theresa Anderson", "Brenda Rogers", "Charlotte McDowd",
  "Frances Anderson", "Eleanor Nye", "Pearl Oglethorpe", "Ruth DeSand", "Verne Sanderson", "Myra Liddel",
  "Katherina Rogers", "Sylvia Avondale", "Nora Fayette", "Helen Lloyd", "Dorothy Murchison", "Olivia Carleton", "Flora Price")
came <- c("11111101100000", "11101111000000", "01111111100000", "10111111000000", "00111010000000", "00101101000000",
  "00001111000000", "00000101100000", "00001011100000", "00000011100100", "00000001110100", "00000001110111",
  "00000011110111", "00000110111111", "00000011011100", "00000001100000", "00000000101000", "00000000101000")
events <- do.call(rbind, lapply(strsplit(came, ""), as.numeric))
met <- (events %*% t(events) > 0) * 1
diag(met) <- 0
rownames(met) <- women
show("southern women", met, c(rep("first", 8), "both", rep("second", 9)))
