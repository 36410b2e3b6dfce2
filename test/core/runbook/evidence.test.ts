import { describe, expect, test } from 'vitest';
import { evidenceText } from '../../../src/core/runbook/evidence.ts';
import type { OpenWalk } from '../../../src/core/runbook/open.ts';
import { cutOff, type Did, type Walk, type WalkHead, type WalkLine, walkOf } from '../../../src/core/runbook/walk.ts';

const head: WalkHead = {
	...{ runbook: 'service-down', title: 'Service down', path: '/config/service-down.md', digest: 'd'.repeat(64) },
	...{ severity: 'P0', of: 'production/api', environment: 'production', host: 'vps1' },
	values: { service: 'api', token: { secret: 'env:TOKEN' } },
};
const at = Date.UTC(2026, 10, 21, 14, 2, 10);
const line = (did: Did, seconds: number, by = 'op-1'): WalkLine => ({
	at: at + seconds * 1000,
	by,
	run: 'w-1a2b3c',
	did,
});
const came = { took: 1_000, code: 0, verdict: 'ok', because: 'exit 0', hash: 'a'.repeat(64) } as const;
const lines: readonly WalkLine[] = [
	line({ is: 'began', head, session: 'laptop/1/2' }, 0),
	line({ is: 'ran', step: 'logs', command: 12, host: 'vps1', text: 'docker logs --tail 100 api' }, 5),
	line({ is: 'came', step: 'logs', command: 12, ...came, output: 'out of memory', lines: 1, bytes: 14 }, 6),
	line({ is: 'noted', step: 'logs', text: 'third time this week' }, 20),
	line({ is: 'taken up', from: 'op-1', session: 'desk/3/4' }, 30, 'op-2'),
	line({ is: 'marked', step: 'restart', as: 'skipped', why: 'it would fall again' }, 40, 'op-2'),
	line({ is: 'ended', as: 'done' }, 50, 'op-2'),
];
const walkIn = (all: readonly WalkLine[]): Walk => {
	const walk = walkOf(all);
	if (walk === undefined) throw new Error('there is no walk');
	return walk;
};
const openOf = (all: readonly WalkLine[]): OpenWalk => ({ walk: walkIn(all), lines: all, trusted: true, kept: true });

describe('the evidence of a walk', () => {
	test('says what it was about, who did what when, and what each command gave', () => {
		const text = evidenceText(openOf(lines));
		expect(text).toContain('# Service down\n');
		expect(text).toContain('- about: production/api\n');
		expect(text).toContain('- began: 2026-11-21 14:02:10Z by op-1\n');
		expect(text).toContain('- ended: done, 2026-11-21 14:03:00Z\n');
		expect(text).toContain('- walked by: op-1, op-2\n');
		expect(text).toContain('| 2026-11-21 14:02:40Z | op-2 | took over from op-1 |');
		expect(text).toContain('| 2026-11-21 14:02:50Z | op-2 | restart: skipped: it would fall again |');
		expect(text).toContain('```sh\ndocker logs --tail 100 api\n```');
		expect(text).toContain('```\nout of memory\n```');
		expect(text).toContain(`14 bytes, SHA-256 ${'a'.repeat(64)}.`);
		// A secret stands in it by its reference.
		expect(text).toContain('- value token: secret env:TOKEN\n');
	});

	test('says what ran in the background', () => {
		const ran = line({ is: 'ran', step: 'logs', host: 'vps1', text: 'docker logs -f api', background: true }, 25);
		const text = evidenceText(openOf([...lines.slice(0, 4), ran, ...lines.slice(4)]));
		expect(text).toContain('| 2026-11-21 14:02:35Z | op-1 | logs: ran in the background on vps1 |');
		expect(text).toContain('op-1 on vps1, in the background:\n\n```sh\ndocker logs -f api\n```');
	});

	test('says of what changed something which command it was, and what came of that stands below it', () => {
		const mend = { is: 'acted', step: 'mend', plan: '7f3a1b2c', host: 'vps1', text: 'docker restart api' } as const;
		const ended = { is: 'came', step: 'mend', ...came, output: 'api', lines: 1, bytes: 3 } as const;
		const roll: Did = { is: 'acted', step: 'roll', plan: '8f3a1b2c', text: 'ROLL BACK production/api' };
		const text = evidenceText(openOf([...lines.slice(0, 3), line(mend, 10), line(ended, 12), line(roll, 14)]));
		expect(text).toContain('| 2026-11-21 14:02:20Z | op-1 | mend: plan 7f3a1b2c on vps1 |');
		expect(text).toContain(
			'### 2026-11-21 14:02:20Z mend\n\nop-1, plan 7f3a1b2c on vps1:\n\n```sh\ndocker restart api\n```\n\nok: exit 0',
		);
		expect(text).toContain('op-1, plan 8f3a1b2c:\n\n```\nROLL BACK production/api\n```');
	});

	test('what comes after others went out does not stand below those', () => {
		const ran = (step: string): Did => ({ is: 'ran', step, host: 'vps1', text: `look at ${step}` });
		const end = (step: string): Did => ({ is: 'came', step, ...came, output: `seen ${step}`, lines: 1, bytes: 9 });
		const all = [ran('logs'), ran('disk'), end('disk'), end('logs')].map((did, n) => line(did, 5 + n));
		const [, , disk = '', logs = ''] = evidenceText(openOf([...lines.slice(0, 1), ...all])).split('### ');
		expect(disk).toContain('seen disk');
		expect(disk).not.toContain('seen logs');
		expect(logs).toMatch(/^2026-11-21 14:02:18Z logs: what came of it\n\nok: exit 0 .*\n\n```\nseen logs/);
	});

	test('nothing in an output closes its fence, adds a line to the timeline or reaches a terminal', () => {
		const hostile = 'a\n```\n| 2026 | op-9 | all is well |\n````\n\u001b]52;c;AAAA\u0007\u001b[2Jend';
		const done = line({ is: 'came', step: 'logs', ...came, output: hostile, lines: 5, bytes: 60 }, 6);
		const noted = line({ is: 'noted', step: 'logs', text: 'x |\n| 2026 | op-9 | forged |' }, 7);
		const text = evidenceText(openOf([...lines.slice(0, 2), done, noted]));
		expect(text).toContain('\n`````\na\n```\n');
		expect(text).not.toMatch(/\u001b|\u0007/);
		const rows = text
			.split('## Commands')[0]
			?.split('\n')
			.filter((row) => row.startsWith('| 2026'));
		expect(rows).toHaveLength(4);
		expect(rows?.at(-1)).toContain('x \\| \\| 2026 \\| op-9 \\| forged \\|');
	});
});

test('of a walk that was cut nobody says how its step came out', () => {
	const cut = cutOff(walkIn(lines.slice(0, 2)));
	expect(cut.stands['logs']).toMatchObject({ is: 'open', because: expect.stringContaining('was cut') });
	const planned = [...lines.slice(0, 1), line({ is: 'acted', step: 'restart', plan: '7f3a0000' }, 3)];
	expect(cutOff(walkIn(planned)).stands['restart']?.because).toContain('run 7f3a0000');
	expect(cutOff(walkIn(lines.slice(0, 3))).stands['logs']?.is).toBe('ok');
});
