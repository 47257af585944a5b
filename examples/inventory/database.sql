-- Run once, when the embedded PostgreSQL is created.
CREATE TABLE customers (
    id integer PRIMARY KEY,
    email text NOT NULL
);

CREATE TABLE orders (
    id integer PRIMARY KEY,
    email text NOT NULL,
    total numeric(12, 2) NOT NULL
);

CREATE TABLE order_notes (
    id integer PRIMARY KEY,
    email text NOT NULL,
    note text
);

INSERT INTO customers VALUES (1, 'orders@aster.example.com');
