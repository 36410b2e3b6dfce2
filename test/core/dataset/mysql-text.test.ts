// What of the text of a dump a server of MySQL or MariaDB is given.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { mysqlTextPart } from '../../../src/core/dataset/script/mysql-text.ts';
import { datasetScript } from '../../../src/core/dataset/script/script.ts';
import { redact } from '../../../src/core/redact.ts';
import { posixShells } from '../../support/stand-ins.ts';

interface Sifted {
	readonly out: string;
	readonly says: string;
	readonly code: number | null;
}
const sift = (shell: string, input: string, how = "'' ''"): Sifted => {
	const text = `LC_ALL=C; export LC_ALL\n${mysqlTextPart}\nsifted ${how}`;
	const { stdout, stderr, status } = spawnSync(shell, ['-c', text], { argv0: 'sh', input, encoding: 'utf8' });
	return { out: stdout, says: stderr, code: status };
};

/** What looks like orders, in places where it is none. */
const harmless = `-- it's no order; USE other;

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40000 ALTER TABLE \`it's; USE other; -- \` DISABLE KEYS */;
CREATE TABLE \`two
USE other;
lines\` (
  \`a.b\` int COMMENT 'it''s; /* " \\\\',
  b text -- USE other; it's
);
LOCK TABLES \`a.b\` WRITE;
INSERT INTO \`a.b\` VALUES
(1,'\\'); DROP DATABASE other; -- '),
(2,'/*'),
(-3,_binary 'USE other;\\\\');
INSERT INTO \`a.b\` VALUES (4,'a
USE other;
b'); UNLOCK TABLES;
/**/ DROP TABLE IF EXISTS \`a\`; /* ' */
DELIMITER ;;
CREATE DEFINER=\`a\`@\`%\` FUNCTION \`f\`() RETURNS text
-- it's
BEGIN RETURN ' ;; '; DROP DATABASE nothing_runs_here; END ;;
DELIMITER ;
DO SETVAL(\`numbers\`, 5, 0);
`;

/** As mysqldump orders it: code behind the rows that it is of, before other tables. */
const ordered = `CREATE TABLE \`a\` (
  \`b\` decimal(3,1) DEFAULT 1.5 COMMENT 'select',
  \`c\` int DEFAULT nextval(\`live\`.\`numbers\`)
);
INSERT INTO \`a\` (\`b\`) VALUES (1.5);
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`a\`@\`%\`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW
SET NEW.b = 2 */;;
DELIMITER ;
/*!50001 CREATE VIEW \`late\` AS SELECT
 1 AS \`id\` */;
CREATE TABLE \`l\`\`n\` (a int);
INSERT INTO \`l\`\`n\` VALUES (1);
REPLACE INTO \`l\`\`n\` VALUES (2);
ALTER TABLE \`l\`\`n\` ADD c decimal(3,1) DEFAULT 1.5;
DELIMITER ;;
CREATE DEFINER=\`a\`@\`%\` PROCEDURE \`f\`() DELETE FROM live.a ;;
DELIMITER ;
`;

const refused = [
	'USE other;',
	'use\nother;',
	'CREATE TABLE a (b int); USE other;',
	"INSERT INTO a VALUES ('it''s'); USE other; -- '",
	"/* ' */ USE other; /* ' */",
	'/**/ USE other; /* x */',
	"-- '\nUSE other; -- '",
	'/*!40000 DROP DATABASE IF EXISTS `other`*/;',
	'CREATE DATABASE /*!32312 IF NOT EXISTS*/ `other`;',
	'DROP\nSCHEMA other;',
	'GRANT ALL ON *.* TO a;',
	'SET GLOBAL read_only = 1;',
	'SET @a = 1, @@global.read_only = 1;',
	'SET PASSWORD = 1;',
	'INSERT INTO `other`.`a` VALUES (1);',
	'DROP TABLE IF EXISTS other.a;',
	'CREATE /*!50001 VIEW `other`.`a` AS SELECT 1 */;',
	'SELECT 1 INTO OUTFILE "/tmp/x";',
	'LOAD DATA LOCAL INFILE "/etc/passwd" INTO TABLE a;',
	'\\! touch /tmp/x',
	'system touch /tmp/x',
	'source /etc/passwd',
	'DELIMITER ;;\nCREATE TRIGGER a BEFORE INSERT ON b FOR EACH ROW BEGIN END ;; USE other ;;\nDELIMITER ;\n',
	"DELIMITER ;;\nSET @a = '\n' ;; USE other ;; SET @b = ' ' ;;\nDELIMITER ;\n",
	'DROP TABLE IF EXISTS `other` . `a`;',
	'DROP TABLE IF EXISTS `other`\n.`a`;',
	'DROP TABLE IF EXISTS other2.a;',
	'DROP TABLE IF EXISTS `b`, `other2` .a;',
	`DROP TABLE IF EXISTS ${'b, '.repeat(200)} other.a;`,
	`DROP TABLE IF EXISTS b${' '.repeat(500)}, other.a;`,
	'INSERT INTO `other` . `a` VALUES (1);',
	'INSERT `other`.`a` VALUES (1);',
	'INSERT IGNORE INTO other\n.a (b) VALUES (1);',
	`INSERT INTO \`other\`${' '.repeat(500)}.a VALUES (1);`,
	'REPLACE other2.a VALUES (1);',
	'ANALYZE TABLE other.a;',
	'LOCK TABLES a READ, other . a WRITE;',
	'ALTER TABLE a ADD b int DEFAULT (1), RENAME TO other.a;',
	'DO SETVAL(other.numbers, 1, 0);',
	'SET @a = (select f());',
	'CREATE TABLE a (b int)\nENGINE=MERGE UNION=(`other`.`a`);',
	'CREATE TABLE a (b int)\nselect * from other.a;',
	'CREATE TABLE a AS SELECT * FROM other.a;',
	'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW DELETE FROM other.a;',
	'CREATE DEFINER = `a`@`b` FUNCTION f() RETURNS int RETURN 1;',
	'CREATE VIEW v AS SELECT 1;\nINSERT INTO v VALUES (1); -- other',
	'DELIMITER ;;\nCREATE TRIGGER t BEFORE INSERT ON `first` FOR EACH ROW DELETE FROM b ;;\nDELIMITER ;\nINSERT INTO `First` VALUES (1); -- other',
	'CREATE TABLE a (b int);\nCREATE VIEW v AS SELECT 1;\nCREATE TABLE IF NOT EXISTS A (b int);\nINSERT INTO A VALUES (1); -- other',
	'CREATE TABLE `a\nb` (b int);\nCREATE VIEW v AS SELECT 1;\nCREATE TABLE `a\nc` (b int);\nINSERT INTO `a\nb` VALUES (1); -- other',
	'DELIMITER ;;\nCREATE FUNCTION f() RETURNS int RETURN 1 ;;\nDELIMITER ;\nCREATE TABLE n (a int);\nINSERT INTO n VALUES (f()); -- other',
	'SET @a = 1 delimiter //\nUSE other//',
];

describe.each(posixShells)('in %s', (_name, shell) => {
	test('what is a dump goes through as it is', () => {
		for (const text of [harmless, ordered]) expect(sift(shell, text)).toEqual({ out: text, says: '', code: 0 });
	});

	test.each(refused)('%j is refused, and no half of it is obeyed', (text) => {
		const { out, says, code } = sift(shell, `CREATE TABLE first (a int);\n${text}\nCREATE TABLE last (a int);\n`);
		expect(says).toMatch(/^its line \d+ is no part of a dump of one database: /);
		expect(code).toBe(3);
		expect(out).toMatch(/^CREATE TABLE first \(a int\);\n/);
		expect(out.trimEnd().endsWith(') refused (')).toBe(true);
		expect(out).not.toMatch(/other[^\n]*;|touch|passwd|last/);
	});

	test('leaves out what is of the server, and gives the database no name', () => {
		const text = [
			'/*M!999999\\- enable the sandbox mode */ ',
			'SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN;',
			'SET @@SESSION.SQL_LOG_BIN= 0;',
			"SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'a:1-2,",
			"b:1-3';",
			'ALTER DATABASE `li``ve` CHARACTER SET latin1 COLLATE latin1_swedish_ci ;',
			'DROP TABLE IF EXISTS `a`;',
		];
		const kept = ['ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_swedish_ci ;', 'DROP TABLE IF EXISTS `a`;', ''];
		expect(sift(shell, `${text.join('\n')}\n`).out).toBe(kept.join('\n'));
	});

	test('leaves out who defined something, but not of rows', () => {
		const of = 'DEFINER=`it``s`@`%`';
		const text = [`CREATE ${of} PROCEDURE \`a\`()`, `/*!50013 ${of} SQL SECURITY DEFINER */`, `('${of}')`];
		const bare = ['CREATE  PROCEDURE `a`()', '/*!50013  SQL SECURITY DEFINER */', `('${of}')`];
		expect(
			sift(
				shell,
				`INSERT INTO b VALUES\n${text[2]};\nDELIMITER ;;\n${text[0]} ;;\nDELIMITER ;\nCREATE ALGORITHM=MERGE\n${text[1]}\nVIEW a AS select 1;\n`,
				"yes ''",
			).out,
		).toBe(
			`INSERT INTO b VALUES\n${bare[2]};\nDELIMITER ;;\n${bare[0]} ;;\nDELIMITER ;\nCREATE ALGORITHM=MERGE\n${bare[1]}\nVIEW a AS select 1;\n`,
		);
	});

	test('puts events elsewhere, where they do not run', () => {
		const event =
			'/*!50106 DROP EVENT IF EXISTS `e` */;\nDELIMITER ;;\n/*!50106 CREATE*/ /*!50117 DEFINER=`a`@`b`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY DO DELETE FROM a */ ;;\nDELIMITER ;\n';
		const rest = '/*!50106 SET TIME_ZONE= @save_time_zone */ ;\nDROP TABLE IF EXISTS `a`;\n';
		expect(sift(shell, event + rest, "'' /dev/null")).toEqual({ out: rest, says: '', code: 0 });
		expect(sift(shell, 'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM a;\n', "'' /dev/null").code).toBe(3);
	});
});

test('nothing of the script is taken for a secret', () => {
	const script = datasetScript('mysql');
	expect(redact(script, [])).toBe(script);
});
