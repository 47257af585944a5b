-- Rows with an id below 100 come with the snapshot. The tests insert the same values again with an id that is higher by 100.
CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('sad', 'it''s "fine"', 'größer');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN price AS numeric(10,2);
CREATE TYPE pair AS (a int, b text);

CREATE TABLE numbers (id int PRIMARY KEY, i2 int2, i4 int4, i8 int8, n numeric, n102 numeric(10,2), f4 float4, f8 float8, m money, b boolean, o oid, dom positive, pr price);
INSERT INTO numbers VALUES
  (1, 32767, 2147483647, 9223372036854775807, 123456789012345678901234567890.123456789, 12345678.90, 1.5, 0.1, '$1,234.56', true, 4294967295, 5, 9.9),
  (2, -32768, -2147483648, -9223372036854775808, 'NaN', 'NaN', 'NaN', 'NaN', '-0.01', false, 0, 1, 0);
INSERT INTO numbers (id, n, f4, f8) VALUES
  (3, 'Infinity', 'Infinity', 'Infinity'),
  (4, '-Infinity', '-Infinity', '-Infinity'),
  (5, 1e30, 3.4028235e38, 5e-324),
  (6, 0.000000000000000000000000000001, '-0', 1.7976931348623157e308),
  (7, 10.00, NULL, NULL),
  (8, NULL, NULL, NULL);

CREATE TABLE times (id int PRIMARY KEY, d date, t time, t3 time(3), tz timetz, ts timestamp, ts3 timestamp(3), ts0 timestamp(0), tstz timestamptz, iv interval);
INSERT INTO times VALUES
  (1, '2026-01-02', '03:04:05.678901', '03:04:05.678', '03:04:05.678901+05:30', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678', '2026-01-02 03:04:05', '2026-01-02 03:04:05.678901+02', '3 days 04:05:06.789'),
  (2, '1970-01-01', '00:00:00', '00:00:00', '00:00:00+00', 'infinity', 'infinity', 'infinity', 'infinity', '0'),
  (3, '1969-12-31', '24:00:00', '24:00:00', '24:00:00-15:59', '-infinity', '-infinity', '-infinity', '-infinity', '-1 days -00:00:00.000001'),
  (4, '1582-10-15', '23:59:59.999999', '23:59:59.999', '23:59:59.999999+15:59', '0044-03-15 12:00:00.000001 BC', '0044-03-15 12:00:00.001 BC', '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00+00 BC', '1 year'),
  (5, '5874897-12-31', '12:00', '12:00', '12:00+00', '4713-01-01 00:00:00 BC', '4713-01-01 00:00:00 BC', '4713-01-01 00:00:00 BC', '4713-01-01 00:00:00+00 BC', '1 minute'),
  (6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE texts (id int PRIMARY KEY, t text, v varchar(20), c char(5), cit citext, e mood, by bytea, bi bit(4), b1 bit(1), vb varbit, x xml, lt ltree, tsv tsvector, j json, jb jsonb, u uuid, h hstore);
INSERT INTO texts VALUES
  (1, E'a\u00e9\U0001F600\n\t"\\', 'vc', 'ab', 'CiText', 'it''s "fine"', '\xdeadbeef00', B'1010', B'1', B'10110', '<a x="1">é</a>', 'Top.Science', 'fat:1A cat:2', '{"a" : 1.10, "a": [null,true]}', '{"b": 1.10, "a": "é"}', '123E4567-e89b-12d3-a456-426614174000', 'a=>1, "b c"=>NULL'),
  (2, '', '', '', '', 'sad', '', B'0000', B'0', '', '', '', '', 'null', 'null', '00000000-0000-0000-0000-000000000000', '');
INSERT INTO texts (id) VALUES (3);

CREATE TABLE shapes (id int PRIMARY KEY, inet inet, cidr cidr, mac macaddr, mac8 macaddr8, p point, l line, s lseg, bx box, pa path, po polygon, ci circle, i4r int4range, i8r int8range, nr numrange, tsr tsrange, tstzr tstzrange, dr daterange);
INSERT INTO shapes VALUES
  (1, '192.168.1.5/24', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', '(1.5,-2)', '{1,2,3}', '[(0,0),(1,1)]', '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),2>', '[1,5)', '[1,5]', '[1.5,)', '[2026-01-01 00:00, 2026-01-02 00:00)', '[2026-01-01 00:00+00, 2026-01-02 00:00+00)', '[2026-01-01,2026-01-31]'),
  (2, '::1', '2001:db8::/32', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff', '(NaN,Infinity)', '{1,0,0}', NULL, NULL, NULL, NULL, NULL, 'empty', '(,)', 'empty', '(,infinity)', 'empty', '(,)');
INSERT INTO shapes (id) VALUES (3);

CREATE TABLE arrays (id int PRIMARY KEY, ai int[], ai8 bigint[], at text[], an numeric[], an2 numeric(8,2)[], ab boolean[], af float8[], aj jsonb[], au uuid[], ad date[], ats timestamp[], atz timestamptz[], aby bytea[], ae mood[], av varchar(5)[], acit citext[]);
INSERT INTO arrays VALUES
  (1, '{1,NULL,3}', '{9223372036854775807}', '{"a,b","q\"uo","",NULL,"NULL"}', '{1.10,NULL,2}', '{1.10}', '{t,f,NULL}', '{0.1,NaN,Infinity}', ARRAY['{"a": 1}'::jsonb, NULL], '{123e4567-e89b-12d3-a456-426614174000}', '{2026-01-02}', '{2026-01-02 03:04:05.678901}', '{2026-01-02 03:04:05.678901+02}', ARRAY['\xdead'::bytea, NULL], ARRAY['sad',NULL,'größer']::mood[], '{abc}', '{X}'),
  (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}');
INSERT INTO arrays (id) VALUES (3);

CREATE TABLE old_dates (id int PRIMARY KEY, d date);
INSERT INTO old_dates VALUES (1, '1582-10-10'), (2, '0044-03-15 BC'), (3, '4713-01-01 BC');
CREATE TABLE endless_dates (id int PRIMARY KEY, d date);
INSERT INTO endless_dates VALUES (1, 'infinity'), (2, '-infinity');
CREATE TABLE late_times (id int PRIMARY KEY, ts timestamp);
INSERT INTO late_times VALUES (1, '294276-12-31 23:59:59.999999');
CREATE TABLE names (id int PRIMARY KEY, n name);
INSERT INTO names VALUES (1, 'nm');
CREATE TABLE nested_arrays (id int PRIMARY KEY, am int[][]);
INSERT INTO nested_arrays VALUES (1, '{{1,2},{3,4}}');
CREATE TABLE rounded (id int PRIMARY KEY, n numeric(5,-2));
INSERT INTO rounded VALUES (1, 12345);
CREATE TABLE unmapped (id int PRIMARY KEY, lsn pg_lsn, comp pair, mr int4multirange, q tsquery);
INSERT INTO unmapped VALUES (1, '16/B374D848', '(1,"x y")', '{[1,3),[5,8)}', 'fat & rat');

CREATE TABLE large (id int PRIMARY KEY, small int, t text, j json, jb jsonb, by bytea, ta text[], n numeric, h hstore, ia int[]);
ALTER TABLE large ALTER COLUMN n SET STORAGE EXTERNAL;
CREATE DOMAIN long_text AS text;
CREATE TABLE large_values (id int PRIMARY KEY, small int,
  te text, dom long_text, cit citext, x xml, lt ltree, tsv tsvector, nr numrange, mr int4multirange, comp pair, vb varbit, bi bit(16000), pa path, po polygon,
  an numeric[], an2 numeric(8,2)[], af4 float4[], af8 float8[], ab bool[], ai2 int2[], ai4 int4[], ai8 int8[], ao oid[], ad date[], att time[], atz timetz[], ats timestamp[], ats3 timestamp(3)[],
  atstz timestamptz[], ae mood[], acit citext[], ah hstore[], au uuid[], aby bytea[], aj json[], ajb jsonb[], at text[], av varchar(40)[], ac char(8)[], ain inet[], air int4range[], alt ltree[],
  nn8 float8[] NOT NULL, nnpo polygon NOT NULL) WITH (toast_tuple_target = 128);
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT attname FROM pg_attribute WHERE attrelid = 'large_values'::regclass AND attnum > 0 AND attlen = -1 LOOP
    EXECUTE format('ALTER TABLE large_values ALTER COLUMN %I SET STORAGE EXTERNAL', name);
  END LOOP;
END $$;
CREATE TABLE keyed (id int PRIMARY KEY, v text);
CREATE TABLE keyless (id int, v text);
ALTER TABLE keyless REPLICA IDENTITY FULL;
CREATE TABLE emptied (id int PRIMARY KEY);
CREATE SCHEMA "Ünï.cødé";
CREATE TABLE "Ünï.cødé"."we ird.Täble" ("Schlüs.sel" int PRIMARY KEY, "co.l""umn" text, "select" int);
CREATE TABLE "orders-enriched" (id int PRIMARY KEY);
CREATE TABLE "orders-dlq" (id int PRIMARY KEY);
CREATE TABLE measures (at date, v int, PRIMARY KEY (at, v)) PARTITION BY RANGE (at);
CREATE TABLE measures_old PARTITION OF measures FOR VALUES FROM ('2000-01-01') TO ('2026-01-01');
CREATE TABLE measures_new PARTITION OF measures FOR VALUES FROM ('2026-01-01') TO ('2100-01-01');
