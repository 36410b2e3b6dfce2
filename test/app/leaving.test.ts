import { describe, expect, test } from 'vitest';
import { makeLeaving } from '../../src/app/leaving.ts';

/** What happened to the terminal, in order. */
function told(pointed: boolean) {
	const said: string[] = [];
	const life = new AbortController();
	const leaving = makeLeaving({
		pointed,
		measure: async () => void said.push('measure'),
		signal: life.signal,
		suspend: async (work) => {
			said.push('away');
			await work();
			said.push('back');
		},
		terminal: {
			mouse: (on) => void said.push(on ? 'mouse on' : 'mouse off'),
			wraps: (on) => void said.push(on ? 'wraps' : 'cuts'),
		},
	});
	return { ...leaving, said, life };
}
const says =
	({ said }: { readonly said: string[] }, word: string) =>
	async () =>
		void said.push(word);

const ours = ['cuts', 'mouse on'];
const others = ['wraps', 'mouse off'];

describe('whoever has the terminal meanwhile', () => {
	test('gets no reports of the mouse, and its lines wrapped', async () => {
		const one = told(true);
		await one.goOut(says(one, 'less'));
		expect(one.said).toEqual([...ours, ...others, 'away', 'less', 'measure', 'back', ...ours]);
	});

	test('waits for the one before, also where that failed', async () => {
		const one = told(true);
		const first = one.goOut(() => Promise.reject(new Error('ssh is not there')));
		const second = one.goOut(says(one, 'less'));
		await expect(first).rejects.toThrow('ssh is not there');
		await second;
		expect(one.said).toEqual([
			...[...ours, ...others, 'away', ...ours],
			...[...others, 'away', 'less', 'measure', 'back', ...ours],
		]);
	});

	test('leaves a terminal without mouse, where the cockpit ended meanwhile', async () => {
		const one = told(true);
		await one.goOut(async () => one.life.abort());
		expect(one.said.at(-1)).toBe('back');
	});

	test('hears of none where none is wanted', async () => {
		const one = told(false);
		await one.goOut(says(one, 'less'));
		expect(one.said).toEqual(['cuts', 'wraps', 'away', 'less', 'measure', 'back', 'cuts']);
	});
});

test('a stop of our own draws the screen anew once, one by somebody else too', async () => {
	const one = told(false);
	await one.stopBy(async () => {
		one.said.push('stopped');
		await one.repaint();
	});
	expect(one.said).toEqual(['cuts', 'wraps', 'away', 'stopped', 'measure', 'back', 'cuts']);
	await one.repaint();
	expect(one.said.slice(7)).toEqual(['wraps', 'away', 'measure', 'back', 'cuts']);
});

test('a stop waits for who has the terminal', async () => {
	const one = told(false);
	const painted = one.repaint();
	await one.stopBy(says(one, 'stopped'));
	await painted;
	expect(one.said.slice(1)).toEqual([
		...['wraps', 'away', 'measure', 'back', 'cuts'],
		...['wraps', 'away', 'stopped', 'measure', 'back', 'cuts'],
	]);
});

describe('what is interrupted from the keyboard is not the cockpit', () => {
	test('from when somebody wants the terminal until it is back', async () => {
		const one = told(false);
		const seen: boolean[] = [one.isAway()];
		const look = async () => void seen.push(one.isAway());
		const first = one.goOut(look);
		seen.push(one.isAway());
		const second = one.stopBy(look);
		await first;
		seen.push(one.isAway());
		await second;
		expect([...seen, one.isAway()]).toEqual([...[false, true, true], true, true, false]);
	});

	test('also while the screen is drawn anew, which gives the terminal away for a moment', async () => {
		const one = told(false);
		const painted = one.repaint();
		expect(one.isAway()).toBe(true);
		await painted;
		expect(one.isAway()).toBe(false);
	});

	test('and not for ever where what had it failed', async () => {
		const one = told(false);
		await expect(one.goOut(() => Promise.reject(new Error('ssh is not there')))).rejects.toThrow('ssh');
		expect(one.isAway()).toBe(false);
	});
});
