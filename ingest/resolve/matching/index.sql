-- The file of an index: its entries, the keys that bring their records together, and what their names count.
create table if not exists model (version varchar);
create sequence if not exists numbers;
create table if not exists entries (
    entry integer primary key, id varchar unique, name varchar, other_names varchar[], kind varchar,
    municipality varchar, province varchar, region varchar, address varchar
);
create table if not exists blocks (record integer, entry integer, town varchar, kind varchar, key varchar, size float);
create table if not exists words (word varchar primary key, names integer);
create table if not exists whole_names (word varchar primary key, names integer);
create table if not exists total (names integer);
