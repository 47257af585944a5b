-- What `up --once` runs, each statement in a transaction of its own. Together they leave the table as it was.
INSERT INTO customers (name, email) VALUES ('Dahlia Dairy', 'dahlia@example.com');
UPDATE customers SET name = 'Dahlia Dairy & Cheese' WHERE email = 'dahlia@example.com';
DELETE FROM customers WHERE email = 'dahlia@example.com';
