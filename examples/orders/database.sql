-- Run once, when the embedded PostgreSQL is created.
CREATE TABLE customers (
    id integer PRIMARY KEY,
    name text NOT NULL,
    email text,
    terms text          -- of delivery, some pages long
);

CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customers,
    total numeric(12, 2) NOT NULL
);

CREATE TABLE audit (
    id integer PRIMARY KEY,
    line text NOT NULL
);

INSERT INTO customers VALUES (1, 'Aster Bakery', 'orders@aster.example.com', NULL);
