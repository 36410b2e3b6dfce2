// What restored data are asked, where the program that asks them fails.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { kindParts } from '../../../src/core/dataset/script/kinds.ts';
import { posixShells } from '../../support/stand-ins.ts';

/** Those that are asked in SQL: what comes back is rows, and the first is the answer. */
const asking = Object.entries(kindParts).filter(([kind]) => kind === 'postgres' || kind === 'sqlite');

describe.each(posixShells)('in %s', (_name, shell) => {
	test.each(asking)('%s: a question that fails is no answer', (_kind, part) => {
		const run = (tool: string) =>
			spawnSync(
				shell,
				['-c', `k_tool() { cat >/dev/null; ${tool}; }\n${part}\nbase=apart\nk_value 'select 1' </dev/null`],
				{
					argv0: 'sh',
					encoding: 'utf8',
				},
			);
		expect(run('echo 7; echo 8')).toMatchObject({ status: 0, stdout: '7\n' });
		expect(run('echo no such table >&2; return 1').status).not.toBe(0);
	});
});
