import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byOurClock } from '../../../src/core/runbook/clocks.ts';
import { copiedOf, copyTold, type Told } from '../../../src/core/runbook/copied.ts';
import { copyHead, copyLine, isWalkId } from '../../../src/core/runbook/copy.ts';
import type { Came } from '../../../src/core/runbook/stand.ts';
import { type Did, once, type WalkLine, walkOf } from '../../../src/core/runbook/walk.ts';
import { walkHead } from '../../support/walks.ts';

const at = Date.UTC(2026, 10, 21, 14, 2, 10);
const id = 'w-1a2b3c';
const line = (did: Did, n: number, session = 'laptop/1/2'): WalkLine => ({
	...{ at: at + n * 1000, by: 'op-1', run: id, did, session, n },
});
const came: Came = {
	took: 5,
	output: 'out of memory',
	lines: 1,
	bytes: 14,
	hash: 'a',
	verdict: 'ok',
	because: 'exit 0',
};
const lines: readonly WalkLine[] = [
	line({ is: 'began', head: walkHead, session: 'laptop/1/2' }, 1),
	line({ is: 'ran', step: 'logs', command: 12, host: 'vps1', text: 'docker logs --tail 100 api' }, 2),
	line({ is: 'came', step: 'logs', command: 12, ...came }, 3),
	line({ is: 'noted', step: 'logs', text: 'third time this week' }, 4),
	line({ is: 'taken up', from: 'op-1', session: 'desk/3/4' }, 1, 'desk/3/4'),
	line({ is: 'marked', step: 'restart', as: 'skipped', why: 'it would fall again' }, 2, 'desk/3/4'),
];
const clock = `${at / 1000 + 60}\n`;
const stamp = (seconds: number) => `${JSON.stringify({ host: at / 1000 + seconds })}\n`;
const head = copyHead(walkHead, '# Service down\n', String);
const whole = head + stamp(2) + lines.map((one) => copyLine(one, String)).join('');
const toldOf = (text: string, known = 0): Told => {
	const told = copyTold(clock + text, id, known);
	if (!told.ok) throw new Error(told.failure.message);
	return told.value;
};
const linesIn = (told: Told) => told.lines.map((one) => one.line);

describe('the copy of a walk', () => {
	test('gives the document and the lines as they were', () => {
		expect(copiedOf(toldOf(whole), id)).toEqual({
			ok: true,
			value: {
				document: { name: 'service-down', path: walkHead.path, digest: walkHead.digest, text: '# Service down\n' },
				lines,
			},
		});
	});

	test('says of a command that it ran in the background', () => {
		const ran = line({ is: 'ran', step: 'logs', host: 'vps1', text: 'docker logs -f api', background: true }, 5);
		const ended = line({ is: 'came', step: 'logs', background: true, ...came }, 6);
		const text = [ran, ended].map((one) => copyLine(one, String)).join('');
		expect(linesIn(toldOf(whole + text)).slice(-2)).toEqual([ran, ended]);
	});

	test('leads to no other walk but by the id of one', () => {
		const began = (walk: string) =>
			toldOf(head + copyLine(line({ is: 'began', head: { ...walkHead, within: { walk, step: 'a' } } }, 1), String));
		const entered = (walk: string) =>
			toldOf(head + copyLine(line({ is: 'entered', step: 'a', walk, runbook: 'b' }, 1), String));
		for (const told of [began, entered]) {
			expect(told('w-ffffff')).toMatchObject({ lines: [{}], broken: 0 });
			for (const none of ['constructor', '__proto__', 'w-ffffff\n', ''])
				expect(told(none)).toMatchObject({ lines: [], broken: 1 });
		}
	});

	test('that was cut anywhere gives the lines that are whole, or says that it is damaged', () => {
		fc.assert(
			fc.property(fc.nat(whole.length), (cut) => {
				const told = toldOf(whole.slice(0, cut));
				const read = copiedOf(told, id);
				const found = read.ok ? read.value.lines : [];
				expect(lines.slice(0, found.length)).toEqual(found);
				if (!read.ok) expect(read.failure.kind).toBe('garbled');
				// What comes after is read behind it, from the line that was not whole on.
				const rest = toldOf(whole.split('\n').slice(told.count).join('\n'), told.count);
				if (told.count > 0) expect([...linesIn(told), ...linesIn(rest)]).toEqual(lines);
			}),
		);
	});

	test('in which a line was cut loses that line alone, and has it once where it is sent again', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: lines.length - 1 }), fc.nat(), (many, place) => {
				const [before, after] = [lines.slice(0, many), lines.slice(many)];
				const next = after[0] === undefined ? '' : copyLine(after[0], String);
				// At the least one sign of it is missing, beside its end.
				const cut = next.slice(0, place % (next.length - 1));
				const sent = after.map((one) => copyLine(one, String)).join('');
				const text = `${head}${before.map((one) => copyLine(one, String)).join('')}${cut}\n${stamp(9)}${sent}${sent}`;
				const told = toldOf(text);
				expect(once(linesIn(told))).toEqual(lines);
				expect(told.broken).toBe(cut === '' ? 0 : 1);
			}),
		);
	});

	test('of anything else is refused, and never throws', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(copyTold(text, id, 0).ok && copiedOf(toldOf(text), id).ok).toBe(false);
				expect(copiedOf(toldOf(text), id).ok).toBe(false);
			}),
		);
		// Another walk's lines are no lines of this one.
		const other = copyTold(clock + whole, 'w-ffffff', 0);
		expect(other.ok && copiedOf(other.value, 'w-ffffff').ok).toBe(false);
		// A time that no calendar has would end the program where it is drawn.
		expect(
			linesIn(toldOf(`${head}${copyLine({ ...line({ is: 'began', head: walkHead }, 1), at: 1e300 }, String)}`)),
		).toEqual([]);
	});

	test('has no secret in it, whatever signs it has', () => {
		for (const secret of ['pa"ss\\word', 'first line\nsecond line', 'tab\tand "quote"', 'plain']) {
			const redact = (text: string) => text.replaceAll(secret, '[hidden]');
			const output = `before ${JSON.stringify({ a: secret })} ${secret} after`;
			const written = copyLine(line({ is: 'came', step: 'a', ...came, output }, 1), redact);
			const read = linesIn(toldOf(head + written))[0]?.did;
			expect(read?.is === 'came' ? read.output : '').toBe(
				`before ${redact(JSON.stringify({ a: secret }))} [hidden] after`,
			);
			expect(JSON.parse(copyHead(walkHead, `# A\n${secret}\n`, redact))).toMatchObject({
				document: { text: '# A\n[hidden]\n' },
			});
		}
	});

	test('an id is no path', () => {
		expect(['w-1a2b3c', '../x', 'w-1a2b3', 'w-1a2b3c/..', 'w-1A2B3C', ''].map(isWalkId)).toEqual([
			true,
			...Array.from({ length: 5 }, () => false),
		]);
	});
});

describe('times of another machine', () => {
	const hour = 3_600_000;
	const now = at + 60_000;
	/** What a host whose clock is off by `host` tells of lines that were written on a machine whose clock is off by `theirs`. */
	const told = (host: number, theirs: number, delays: readonly number[]): Told => ({
		...{ host: Math.floor((now + host) / 1000) * 1000, count: delays.length, broken: 0 },
		lines: delays.map((delay, n) => ({
			line: { ...line({ is: 'noted', step: 'a', text: 'x' }, n + 1), at: at + n * 1000 + theirs },
			came: Math.floor((at + n * 1000 + delay + host) / 1000) * 1000,
		})),
	});
	const times = { asked: now - 40, answered: now };

	test('are moved to ours, whichever clock is off', () => {
		const off = fc.constantFrom(0, hour, -hour, 26 * hour);
		fc.assert(
			fc.property(off, off, fc.array(fc.nat(3_000), { minLength: 1, maxLength: 5 }), (host, theirs, delays) => {
				const { lines: moved, ahead } = byOurClock(told(host, theirs, delays), times, new Map());
				for (const [n, one] of moved.entries()) expect(Math.abs(one.at - (at + n * 1000))).toBeLessThanOrEqual(5_000);
				expect(Math.abs(ahead('laptop/1/2') - theirs)).toBeLessThanOrEqual(5_000);
			}),
		);
	});

	test('stay as they are where the clocks agree, and of a line that came late', () => {
		const { lines: moved, clocks } = byOurClock(told(0, 0, [600_000, 40]), times, new Map());
		expect(moved.map((one) => one.at)).toEqual([at, at + 1000]);
		// What is known of their clock stays known.
		expect(byOurClock(told(0, 0, [600_000]), times, clocks).lines[0]?.at).toBe(at);
	});
});

test('what comes twice, or from one who walks it no more, moves nobody', () => {
	const late = [
		line({ is: 'went', to: 'x', because: 'late' }, 5),
		line({ is: 'ran', step: 'x', host: 'vps1', text: 'late' }, 6),
	];
	const twice = [...lines, ...lines, ...late];
	expect(walkOf(twice)).toEqual(walkOf(lines));
	const walk = walkOf([...lines, line({ is: 'came', step: 'logs', ...came, verdict: 'failed' }, 7)]);
	expect(walk).toMatchObject({ at: 'restart', session: 'desk/3/4', stands: { logs: { is: 'failed' } } });
});
