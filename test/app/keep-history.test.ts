import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeHistoryKeeper } from '../../src/app/history-keeper.ts';
import { keepHistory } from '../../src/app/keep-history.ts';
import type { Event } from '../../src/core/event.ts';
import type { Condition } from '../../src/core/model.ts';
import { historyMigrations } from '../../src/store/history-tables.ts';
import { makeNumbers } from '../../src/store/series.ts';
import { aState } from '../support/plans.ts';

/** 2026-11-21 14:00 UTC. */
const start = Date.UTC(2026, 10, 21, 14);
const minute = 60_000;
let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-history-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = () => join(folder, 'history.db');

/** A session that keeps a history, whose minutes pass when it is told so. */
function session(from = start, where = file(), scope = '/etc/shop.yaml') {
	let time = from;
	const said: Event[] = [];
	const stop = new AbortController();
	const due: (() => void)[] = [];
	const arrived: (() => void)[] = [];
	const wait = (length: number, signal: AbortSignal): Promise<void> => {
		if (signal.aborted || length < minute) return Promise.resolve();
		const waiting = new Promise<void>((resolve) => {
			due.push(resolve);
			signal.addEventListener('abort', () => resolve(), { once: true });
		});
		arrived.shift()?.();
		return waiting;
	};
	const written = () => (due.length > 0 ? Promise.resolve() : new Promise<void>((resolve) => arrived.push(resolve)));
	const now = () => time;
	const keeper = makeHistoryKeeper({ numbers: makeNumbers(), now, wait });
	const redact = (text: string) => text.replaceAll('hunter2', '(secret)');
	const kept = keepHistory({
		...{ keeper, file: where, scope, redact, now, wait, signal: stop.signal },
		emit: (event) => said.push(event),
	});
	return {
		keeper,
		measure: (value: number, series = 'production/api/p95') => keeper.numbers.append([{ series, at: time, value }]),
		turns: (is: Condition['is'], because: string) =>
			keeper.look({ ...aState(), conditions: { 'production/api': { is, because, since: time } } }),
		/** Resolves when the shelf is there. */
		opened: written,
		/** A minute later, when all was written that was there. */
		passes: async () => {
			await written();
			time += minute;
			due.shift()?.();
			await written();
		},
		sleeps: (length: number) => {
			time += length;
		},
		stood: () => said.flatMap((event) => (event.type === 'history/opened' ? [event.stood] : []))[0],
		tried: () => said.flatMap((event) => (event.type === 'history/tried' ? [event.failure?.kind] : [])),
		said: () => said.flatMap((event) => (event.type === 'message/shown' ? [event.message.text] : [])),
		window: (back: number, columns: number) => keeper.history.window('production/api/p95', time - back, time, columns),
		time: now,
		end: async () => {
			stop.abort();
			await kept.end();
		},
	};
}

describe('a restart', () => {
	test('shows what was measured and what happened before it, and the gap between', async () => {
		const first = session();
		first.measure(100);
		await first.opened();
		first.turns('ok', '');
		first.turns('down', 'the password hunter2 was refused');
		await first.passes();
		first.measure(300);
		await first.end();
		const second = session(first.time() + 57 * minute);
		await second.opened();
		expect(second.window(60 * minute, 60).slice(0, 6)).toEqual([undefined, undefined, 100, 300, undefined, undefined]);
		second.measure(500);
		expect(second.window(60 * minute, 4)).toEqual([200, undefined, undefined, 500]);
		expect(second.keeper.history.marks('production/api', 0).map(({ is, text }) => [is, text])).toEqual([
			['down', 'the password (secret) was refused'],
		]);
		second.turns('down', 'still');
		expect(second.keeper.history.marks('production/api', 0)).toHaveLength(1);
		expect(second.said()).toEqual([]);
		await second.end();
	});

	test('within the minute loses nothing of it', async () => {
		const first = session();
		first.measure(100);
		await first.end();
		const second = session(first.time() + 20_000);
		second.measure(200);
		await second.end();
		const third = session(first.time() + 10 * minute);
		await third.opened();
		expect(third.window(10 * minute, 1)).toEqual([150]);
		await third.end();
	});
});

describe('how all stood', () => {
	const id = 'production/api';
	const down = { is: 'down', because: 'exit 1', since: start } as const;
	type Looked = Partial<Condition> & Pick<Condition, 'is'>;
	const look = (one: ReturnType<typeof session>, condition: Looked) =>
		one.keeper.look({ ...aState(), conditions: { [id]: { because: '', since: one.time(), ...condition } } });
	const turnsOf = (one: ReturnType<typeof session>) => one.keeper.history.marks(id, 0).map(({ is }) => is);

	test('is known to the next session, also of what never turned', async () => {
		const first = session();
		await first.opened();
		expect(first.stood()).toEqual({});
		look(first, down);
		await first.passes();
		first.sleeps(3 * minute);
		await first.end();
		const second = session(first.time() + minute);
		await second.opened();
		expect(second.stood()).toEqual({ [id]: { is: 'down', since: start, seen: first.time() } });
		look(second, { is: 'ok' });
		expect(turnsOf(second)).toEqual(['ok']);
		await second.end();
	});

	test('is not forgotten by a session that learned nothing', async () => {
		const first = session();
		await first.opened();
		look(first, down);
		await first.end();
		const stood = { is: 'down', since: start, seen: start } as const;
		for (const condition of [
			{ is: 'unknown', before: true },
			{ is: 'degraded', stood },
			{ is: 'unknown', stood },
		] as const) {
			const short = session(start + minute);
			await short.opened();
			expect(short.stood()).toEqual({ [id]: stood });
			look(short, condition);
			expect(turnsOf(short)).toEqual([]);
			await short.end();
		}
		const other = session(start + minute, file(), '/etc/other.yaml');
		await other.opened();
		expect(other.stood()).toEqual({});
		await other.end();
	});

	test('gets no mark more by a start, nor by a second cockpit', async () => {
		const first = session();
		await first.opened();
		look(first, { is: 'ok' });
		look(first, down);
		await first.end();
		const stood = { is: 'down', since: start, seen: start } as const;
		const both = [session(start + minute), session(start + minute + 2000)];
		for (const one of both) {
			await one.opened();
			look(one, { is: 'unknown', stood });
			look(one, { is: 'degraded', because: 'check failed 1 of 3', stood });
			look(one, { ...down, because: 'another reason' });
			one.sleeps(3000);
			look(one, { is: 'ok' });
			expect(turnsOf(one)).toEqual(['down', 'ok']);
		}
		for (const one of both) await one.end();
		const last = session(start + 2 * minute);
		await last.opened();
		expect(turnsOf(last)).toEqual(['down', 'ok']);
		await last.end();
	});
});

test('another config with the same names has a history of its own', async () => {
	const first = session();
	await first.opened();
	first.turns('ok', '');
	first.turns('down', 'exit code 137');
	first.measure(100);
	await first.end();
	const other = session(first.time() + minute, file(), '/etc/other.yaml');
	await other.opened();
	expect(other.window(10 * minute, 1)).toEqual([undefined]);
	expect(other.keeper.history.marks('production/api', 0)).toEqual([]);
	other.turns('ok', '');
	expect(other.keeper.history.marks('production/api', 0)).toEqual([]);
	await other.end();
});

describe('a history that cannot be kept', () => {
	/** Goes on in memory, and says it once. */
	async function goesOn(said: RegExp, where = file()): Promise<void> {
		const one = session(start, where);
		await one.opened();
		one.measure(100);
		await one.passes();
		one.measure(200);
		await one.passes();
		one.sleeps(60 * minute);
		one.measure(300);
		expect(one.window(2 * 60 * minute, 2)).toEqual([150, 300]);
		expect(one.said()).toEqual([expect.stringMatching(said)]);
		expect(one.tried()).toEqual([expect.any(String)]);
		await one.end();
	}

	test('since its file is damaged', async () => {
		writeFileSync(file(), 'not a database, but long enough to be taken for one. '.repeat(100));
		await goesOn(/^What is measured now is lost when you leave: .*history\.db is damaged\. Run: mv /);
	});

	test('since another process holds it', async () => {
		const other = new DatabaseSync(file());
		for (const sql of historyMigrations) other.exec(sql);
		other.exec('PRAGMA user_version = 1; BEGIN EXCLUSIVE');
		await goesOn(/history\.db is held by another process/);
		other.close();
	});

	test('since a newer version wrote it', async () => {
		const other = new DatabaseSync(file());
		other.exec('PRAGMA user_version = 99');
		other.close();
		await goesOn(/A newer watchdeck wrote .*history\.db/);
	});

	test('since its folder cannot be made', async () => {
		// Nobody makes a folder there, not even root.
		await goesOn(/The folder \/sys\/watchdeck cannot be made or written to/, '/sys/watchdeck/history.db');
	});

	test('for a while keeps what came meanwhile', async () => {
		const one = session();
		await one.opened();
		const other = new DatabaseSync(file());
		other.exec('BEGIN IMMEDIATE');
		one.measure(100);
		await one.passes();
		one.measure(200);
		await one.passes();
		expect(one.said()).toEqual([expect.stringMatching(/held by another process/)]);
		expect(one.tried()).toEqual(['refused', 'refused']);
		other.exec('COMMIT');
		other.close();
		await one.passes();
		expect(one.tried()).toEqual(['refused', 'refused', undefined]);
		await one.end();
		const next = session(one.time() + 60 * minute);
		await next.opened();
		expect(next.window(120 * minute, 1)).toEqual([150]);
		await next.end();
	});
});
