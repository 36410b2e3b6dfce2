// Gives the orders of a dataset to its script on this machine, also cut off in the middle.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesTold } from '../../src/core/backup/progress.ts';
import type { DatasetKindName } from '../../src/core/dataset/kind-name.ts';
import { datasetScript } from '../../src/core/dataset/script/script.ts';

/** How an order ended; `code` is null where it was killed. `said`: its lines, without how far it is. */
export interface Ended {
	readonly code: number | null;
	readonly said: readonly string[];
	/** The bytes that it told of meanwhile, where it came to that. */
	readonly counted: readonly number[];
	readonly err: string;
}
/** Words of an order: a list is given as several. */
export type Words = Readonly<Record<string, string | readonly string[]>>;

/** A dataset of this kind: a folder of its own, and its script. */
export interface Orders {
	readonly folder: string;
	/** Where its backups lie. */
	readonly backups: string;
	readonly script: string;
	readonly give: (verb: string, words?: Words) => Ended;
	/** The same; after its Nth call of a program that changes something all of it is killed. False where there was no such call. */
	readonly cut: (verb: string, words: Words, at: number) => boolean;
	/** What is there now is kept, and comes back at each call of what this gives. */
	readonly keep: () => () => void;
	/** A program that stands before the real one. */
	readonly put: (name: string, text: string) => void;
	readonly remove: () => void;
}

/** Programs by which the scripts change something. */
const changing = ['mv', 'rm', 'mkdir', 'rmdir', 'chmod', 'cp', 'sync', 'sqlite3', 'tar', 'find'];

/** A place to try the script of a kind in a shell (by its program), with these words in each order. */
export function ordersOf(kind: DatasetKindName, shell: string, always: (folder: string) => Words): Orders {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-data-'));
	const [bin, cutters, backups] = ['bin', 'cutters', 'backups'].map((name) => join(folder, name));
	if (bin === undefined || cutters === undefined || backups === undefined) throw new Error('no folder');
	for (const one of [bin, cutters, backups]) mkdirSync(one);
	symlinkSync(shell, join(bin, 'sh'));
	const path = `${bin}:/usr/sbin:/usr/bin:/sbin:/bin`;
	const count = join(folder, 'count');
	const saved = join(folder, 'saved');
	mkdirSync(saved);
	for (const name of changing) {
		const text = `#!/usr/bin/dash
case $1 in --help | --version | -help) PATH='${path}' exec ${name} "$@" ;; esac
n=$(($(cat '${count}') + 1)); echo "$n" >'${count}'
[ "$n" != "$CUT_AT" ] || { PATH='${path}' ${name} "$@"; echo cut >'${count}.cut'; kill -9 0; }
PATH='${path}' exec ${name} "$@"
`;
		writeFileSync(join(cutters, name), text);
		chmodSync(join(cutters, name), 0o755);
	}
	const script = datasetScript(kind);
	const run = (verb: string, words: Words, env: Readonly<Record<string, string>>): Ended => {
		const all = { kind, folder: backups, id: '1a2b3c4d', ...always(folder), ...words };
		const argv = Object.entries(all).flatMap(([name, value]) => [value].flat().map((one) => `${name}=${one}`));
		const { status, stdout, stderr, error } = spawnSync(
			'setsid',
			['-w', join(bin, 'sh'), '-c', script, 'watchdeck-dataset', verb, ...argv],
			{ input: '\n', encoding: 'utf8', env: { PATH: path, HOME: folder, TMPDIR: folder, ...env }, maxBuffer: 2 ** 26 },
		);
		if (error !== undefined) throw error;
		const lines = stdout.split('\n').filter((line) => line !== '');
		const counted = lines.flatMap((line) => bytesTold(line) ?? []);
		return { code: status, said: lines.filter((line) => !line.startsWith('progress=')), counted, err: stderr };
	};
	return {
		folder,
		backups,
		script,
		give: (verb, words = {}) => run(verb, words, {}),
		cut: (verb, words, at) => {
			writeFileSync(count, '0');
			rmSync(`${count}.cut`, { force: true });
			run(verb, words, { PATH: `${cutters}:${path}`, CUT_AT: String(at) });
			return existsSync(`${count}.cut`);
		},
		keep: () => {
			execFileSync('cp', ['-a', join(folder, 'live'), backups, saved]);
			return () => {
				execFileSync('rm', ['-rf', join(folder, 'live'), backups]);
				execFileSync('cp', ['-a', join(saved, 'live'), join(saved, 'backups'), folder]);
			};
		},
		put: (name, text) => {
			writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
			chmodSync(join(bin, name), 0o755);
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

const inverses: Readonly<Record<string, string>> = { dump: 'discard', beside: 'drop', swap: 'unswap', unswap: 'swap' };
/**
 * Where a verb is cut after each of its changes in turn: given again, at times after its inverse, it comes to what `check`
 * looks for. `back` makes anew what was there before. Gives how many changes there are.
 */
export function cutEverywhere(
	orders: Orders,
	verb: string,
	words: Words,
	{ back, check }: { readonly back: () => void; readonly check: (said: string) => void },
): number {
	const inverse = inverses[verb];
	const whole = (one: string) => {
		const { code, err } = orders.give(one, words);
		if (code !== 0) throw new Error(`${one}: ${err}`);
	};
	for (let at = 1; ; at += 1) {
		back();
		const cut = orders.cut(verb, words, at);
		if (inverse !== undefined && at % 2 === 0) whole(inverse);
		whole(verb);
		check(`${verb}, cut after call ${at}`);
		if (!cut) return at - 1;
	}
}
