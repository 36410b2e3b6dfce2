-- Everything that a dump of MariaDB must bring back, in small. Give it to `mariadb --default-character-set=utf8mb4`, in an empty database.
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_AUTO_VALUE_ON_ZERO';
SET SESSION time_zone = '+00:00';

CREATE TABLE every_type (
	id int UNSIGNED PRIMARY KEY,
	tiny tinyint, small smallint ZEROFILL, middle mediumint UNSIGNED, big bigint UNSIGNED, exact decimal(65, 30), single float, double_one double,
	bits bit(64), flag boolean, day date, at time(6), stamp datetime(6), moment timestamp(6) NULL, year_one year,
	letters varchar(20), padded char(8), body longtext, tiny_text tinytext, raw longblob, fixed_raw binary(4), raw_letters varbinary(20),
	kind enum('a', 'it''s', '', 'ü'), kinds set('a', 'b', 'c''d'), doc json, dot point, shape geometry, shapes geometrycollection,
	unique_one uuid, host inet6, old varchar(20) CHARACTER SET latin1, wide varchar(20) CHARACTER SET utf16, hidden int INVISIBLE DEFAULT 7
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci COMMENT = 'it''s a "comment"\nof two lines';
INSERT INTO every_type (id) VALUES (0);
INSERT INTO every_type VALUES (1,
	-128, 7, 16777215, 18446744073709551615, -12345678901234567890123456789012345.123456789012345678901234567890, 1.17549e-38, 1.7976931348623157e308,
	b'1000000000000000000000000000000000000000000000000000000000000001', true, '1000-01-01', '-838:59:59.999999', '9999-12-31 23:59:59.999999', '1970-01-01 00:00:01.000001', 2155,
	'a ''quoted'' "word"', 'a', 'tab\there, line\nthere, zero\0, return\r, \Z and \\', '', x'0001ff5c27220a0d1a00', x'00', x'000020',
	'it''s', 'a,c''d', '{"a": [1, 1.10, null, "\\u20ac"], "a": 2}', ST_GeomFromText('POINT(1 -0.1)'), ST_GeomFromText('POLYGON((0 0,0 1,1 1,0 0))'),
	ST_GeomFromText('GEOMETRYCOLLECTION(POINT(0 0),LINESTRING(0 0,1 1))'), '00000000-0000-0000-0000-00000000000f', '::1', 'Öl à 1€', '日本🦊');
INSERT INTO every_type (id, double_one, exact, day, stamp, kind, kinds, letters, padded, body, raw, hidden) VALUES
	(2, 0.1e0 + 0.2e0, 0.000000000000000000000000000001, '0001-01-01', '0001-01-01 00:00:00', '', '', '', '', 'NULL', 'NULL', NULL),
	(3, -0e0, -0.0, NULL, NULL, NULL, NULL, 'NULL', '\\N', '\\N', '', 8);
SET SESSION sql_mode = '';
INSERT INTO every_type (id, day, stamp, kind) VALUES (4, '0000-00-00', '2026-00-00 00:00:00', 'none of these');
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO';

-- Text that looks like what a dump is made of.
CREATE TABLE traps (id int AUTO_INCREMENT PRIMARY KEY, says longtext COLLATE utf8mb4_bin NOT NULL);
INSERT INTO traps (says) VALUES
	('\\.'), ('\\N'), ('\\\\'), ('\''), ('"'), ('`'), ('\t'), ('\r\n'), ('\n'), ('\0'), ('\Z'), (' '), (''), ('a\\\nb'), ('--'), ('-- \n'), ('#'),
	('-- Dump completed on 2026-01-01  0:00:00'), ('\n-- Dump completed\n'), ('DELIMITER ;;\n'), ('\n\\! touch /tmp/broken-out\n'), ('\n\\. /etc/passwd\n'),
	('''); DROP TABLE traps; -- '), ('/*!999999\\- */'), ('*/;'), ('/*!40000 DROP TABLE traps */;'), ('USE mysql;\n'), (';;'), ('é e\u0301'), ('🦊 日本 \u202e'),
	(REPEAT('\\', 999)), (REPEAT('a\tb\n', 250000)), (REPEAT('🦊', 70000));

-- Odd names.
CREATE TABLE `it's a "table"; \! touch /tmp/broken-out` (`select` int, `a b` text, `back``tick` int DEFAULT 3);
INSERT INTO `it's a "table"; \! touch /tmp/broken-out` VALUES (1, 'one', 1), (1, 'one', 1), (NULL, NULL, NULL);
CREATE TABLE `two
lines` (`line
break` int, `$(id) %s` text); INSERT INTO `two
lines` VALUES (1, '`id`');
CREATE TABLE `-rf --help` (a int); INSERT INTO `-rf --help` VALUES (1);
CREATE TABLE `a.b/c` (`c.d` int); INSERT INTO `a.b/c` VALUES (2);
CREATE TABLE `日本語のテーブル ö` (`größe` int); INSERT INTO `日本語のテーブル ö` VALUES (3);
CREATE TABLE `*` (a int); INSERT INTO `*` VALUES (4);
CREATE TABLE no_rows (a int, b text);
CREATE TABLE western (a varchar(50)) CHARACTER SET latin1 COLLATE latin1_german1_ci; INSERT INTO western VALUES ('Straße à 1€'), (x'00ff80');
CREATE TABLE plain (id int PRIMARY KEY, body text, FULLTEXT (body)) ENGINE = MyISAM; INSERT INTO plain VALUES (1, 'in MyISAM');
CREATE TABLE crash_safe (id int) ENGINE = Aria; INSERT INTO crash_safe VALUES (1);

-- Numbers that are given out.
CREATE TABLE counted (
	id int AUTO_INCREMENT PRIMARY KEY, net decimal(10, 2) NOT NULL DEFAULT (1 + 1), gross decimal(12, 4) AS (net * 1.19) PERSISTENT, half decimal(12, 4) AS (net / 2) VIRTUAL,
	at timestamp DEFAULT current_timestamp() ON UPDATE current_timestamp(), CHECK (net >= 0)
) AUTO_INCREMENT = 1000;
INSERT INTO counted (net, at) VALUES (1, '2026-01-01'), (2, '2026-01-02'), (3, '2026-01-03');
INSERT INTO counted (id, net, at) VALUES (0, 4, '2026-01-04');
DELETE FROM counted WHERE id = 1002;
CREATE SEQUENCE numbers START WITH 5 INCREMENT BY 3 CACHE 7; DO nextval(numbers);

-- Tables that need each other.
SET foreign_key_checks = 0;
CREATE TABLE customers (id int PRIMARY KEY, name varchar(100) NOT NULL, favourite int, referred_by int,
	UNIQUE KEY `by name` (name(20) DESC), FOREIGN KEY (favourite) REFERENCES orders (id) ON DELETE SET NULL, FOREIGN KEY (referred_by) REFERENCES customers (id));
CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, updated_at datetime NOT NULL, note text, KEY (note(10)),
	CONSTRAINT `whose it's` FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE);
SET foreign_key_checks = 1;
INSERT INTO customers SELECT seq, CONCAT('customer ', seq), NULL, NULLIF(seq - 1, 0) FROM seq_1_to_100;
INSERT INTO orders SELECT seq, seq % 100 + 1, '2026-01-01' + INTERVAL seq MINUTE, MD5(seq) FROM seq_1_to_20000;
UPDATE customers SET favourite = id * 7;
CREATE TABLE parted (id int, at date NOT NULL, KEY (id)) PARTITION BY RANGE (YEAR(at)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2
	(PARTITION p2025 VALUES LESS THAN (2026), PARTITION later VALUES LESS THAN MAXVALUE);
INSERT INTO parted SELECT seq, '2025-01-01' + INTERVAL seq * 10 DAY FROM seq_1_to_60;

-- What runs by itself.
DELIMITER ;;
CREATE TRIGGER `touch it's` BEFORE INSERT ON orders FOR EACH ROW BEGIN SET NEW.note = COALESCE(NEW.note, 'it''s; new'); END;;
CREATE TRIGGER refuses BEFORE INSERT ON counted FOR EACH ROW BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a trigger ran'; END;;
CREATE FUNCTION `two words`(a int) RETURNS varchar(20) CHARSET utf8mb4 DETERMINISTIC COMMENT 'it''s' BEGIN RETURN CONCAT(a, ' ;; ö🦊'); END;;
CREATE PROCEDURE tidy_up(INOUT n int) SQL SECURITY INVOKER BEGIN DELETE FROM no_rows WHERE a = n; END;;
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01 02:00:00' DISABLE COMMENT 'it''s' DO BEGIN DELETE FROM no_rows; END;;
DELIMITER ;
CREATE VIEW late AS SELECT o.id, c.name, `two words`(o.id) AS said FROM orders o JOIN customers c ON c.id = o.customer WHERE o.id % 1000 = 0;
CREATE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW `a view of, it's` AS SELECT * FROM orders WHERE id < 10000 WITH CASCADED CHECK OPTION;
CREATE VIEW `a later one of it` AS SELECT * FROM late;
