import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Against } from '../../../src/runbooks/lint/lint.ts';
import { parseRules, type Rules } from '../../../src/runbooks/lint/rules-file.ts';
import { parseReads } from '../../../src/runbooks/shell/reads-file.ts';

const config = join(import.meta.dirname, '../../../config');
const read = (name: string): string => readFileSync(join(config, name), 'utf8');

/** The rules of a text in the form of config/lint.yaml. */
export const rulesOf = (text: string): Rules => {
	const rules = parseRules(text);
	if (!rules.ok) throw new Error(JSON.stringify(rules.errors));
	return rules.value;
};

/** What comes with watchdeck, the day after the catalogue was reviewed. */
export const shipped = (): Against => {
	const reads = parseReads(read('reads.yaml'));
	if (!reads.ok) throw new Error(JSON.stringify(reads.errors));
	return { rules: rulesOf(read('lint.yaml')), reads: reads.value, now: Date.UTC(2026, 10, 22) };
};
