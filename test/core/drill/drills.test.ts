import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { drills } from '../../../src/core/drill/drills/index.ts';
import { catalogue } from '../../../src/io/demo/catalogue.ts';

const folder = new URL('../../../src/core/drill/drills/', import.meta.url);
const runbook = (name: string) => readFileSync(new URL(`../../../config/runbooks/${name}.md`, import.meta.url), 'utf8');

test('every file of a drill is listed, by its own name', () => {
	const files = readdirSync(folder).filter((file) => file !== 'index.ts');
	expect(drills.map(({ name }) => name).toSorted()).toEqual(files.map((file) => basename(file, '.ts')).toSorted());
});

test.each(drills)('$name is about something of the demo fleet, and its runbook is as severe', (drill) => {
	const services = catalogue(15);
	const ids = services.map(({ environment, name }) => `${environment}/${name}`);
	expect([...ids, ...services.map(({ host }) => `host/${host}`)]).toContain(drill.of);
	for (const { service } of drill.leaning) expect(ids).toContain(`production/${service}`);
	expect(runbook(drill.runbook)).toContain(`severity: ${drill.severity}\n`);
	expect(drill.cures.actions.length > 0 || drill.cures.command !== undefined).toBe(true);
});
