// What a page around a picture needs beyond links and details: to print one card alone.
"use strict";
(() => {
  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => {
    const card = document.getElementById(button.dataset.print), printed = "printed";
    document.body.classList.add("one");
    card.classList.add(printed);
    window.print();
    document.body.classList.remove("one");
    card.classList.remove(printed);
  }));
})();
