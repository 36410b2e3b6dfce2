import type { Millis } from '../../core/model.ts';
import type { Program } from './engine/types.ts';
import type { Load } from './load.ts';

/** What a program wrote, and where. */
export interface Said {
	readonly from: 'out' | 'err';
	readonly text: string;
}

/** When a line is written, and what chance says: `dice(n)` is 0..1, independent for each n. */
export interface Moment {
	readonly at: Millis;
	readonly dice: (of: number) => number;
	/** How full its memory is by a leak, 0..1. */
	readonly fullness: number;
}

const paths = ['/v1/orders', '/v1/cart', '/v1/habits', '/v1/users/me', '/v1/search', '/v1/sessions'];
const pages = ['/', '/login', '/courses', '/courses/17', '/assets/app.4f1c.js', '/assets/app.9b2e.css', '/favicon.ico'];
const jobs = ['send-mail', 'resize-image', 'award-coins', 'sync-search', 'close-orders'];
const faults = [
	`TypeError: Cannot read properties of undefined (reading 'currency')`,
	'Error: connection pool exhausted: 20 of 20 in use, waited 5000 ms',
	'Error: timeout after 2000 ms: POST http://payments.internal/charge',
];

function pick<T>(from: readonly T[], dice: number): T | undefined {
	return from[Math.floor(dice * from.length)];
}

function out(text: string): Said {
	return { from: 'out', text };
}

function hex(dice: number): string {
	return Math.floor(dice * 0xffff_ffff)
		.toString(16)
		.padStart(8, '0');
}

function iso(at: Millis): string {
	return new Date(at).toISOString();
}

function json(at: Millis, level: string, fields: object): Said {
	return out(JSON.stringify({ level, time: iso(at), ...fields }));
}

function apiText(load: Load, { at, dice, fullness }: Moment): Said {
	const path = pick(paths, dice(1)) ?? '/';
	const req = hex(dice(2));
	if (dice(3) < load.ill(at)) {
		const ms = Math.round((load.program.fault?.slow ?? 900) * (0.7 + 0.6 * dice(4)));
		const err = load.says(at) ?? pick(faults, dice(5) ** 2);
		return json(at, 'error', { msg: 'request failed', method: 'POST', path, status: 500, ms, req, err });
	}
	if (fullness > 0.8 && dice(6) < 0.15) {
		return json(at, 'warn', { msg: 'heap is nearly full', used: `${Math.round(fullness * 100)}%` });
	}
	if (dice(7) < 0.004) return json(at, 'warn', { msg: 'slow query', ms: 200 + Math.round(dice(4) * 400), path });
	const status = dice(8) < 0.01 ? 404 : 200;
	return json(at, 'info', { msg: 'request', method: 'GET', path, status, ms: 8 + Math.round(dice(4) ** 3 * 120), req });
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time as nginx writes it: `21/Nov/2026:04:24:25 +0000`. */
function nginxTime(at: Millis): string {
	const day = new Date(at);
	const two = (value: number) => String(value).padStart(2, '0');
	const date = `${two(day.getUTCDate())}/${months[day.getUTCMonth()]}/${day.getUTCFullYear()}`;
	return `${date}:${iso(at).slice(11, 19)} +0000`;
}

function webText(load: Load, { at, dice }: Moment): Said {
	const page = pick(pages, dice(1)) ?? '/';
	const ill = dice(3) < load.ill(at);
	const status = ill ? 502 : dice(8) < 0.006 ? 404 : 200;
	const from = `203.0.113.${1 + Math.floor(dice(2) * 250)}`;
	const size = status === 200 ? 400 + Math.floor(dice(4) * 18_000) : 162;
	const agent = dice(5) < 0.4 ? 'Mozilla/5.0 (iPhone)' : 'Mozilla/5.0 (X11; Linux x86_64)';
	return out(`${from} - - [${nginxTime(at)}] "GET ${page} HTTP/1.1" ${status} ${size} "-" "${agent}"`);
}

function workerText(load: Load, { at, dice }: Moment): Said {
	const job = pick(jobs, dice(1)) ?? 'job';
	const id = hex(dice(2));
	const ms = 20 + Math.round(dice(4) ** 2 * 1900);
	if (dice(3) < load.ill(at)) {
		return {
			from: 'err',
			text: `time=${iso(at)} level=error msg="job failed" job=${job} id=${id} attempt=3 err="${load.says(at) ?? pick(faults, dice(5))}"`,
		};
	}
	const level = dice(7) < 0.01 ? 'warn msg="job retried"' : 'info msg="job done"';
	return out(`time=${iso(at)} level=${level} job=${job} id=${id} ms=${ms}`);
}

function postgresText(_: Load, { at, dice }: Moment): Said {
	const begin = `${iso(at).replace('T', ' ').replace('Z', '')} UTC [${40 + Math.floor(dice(1) * 60)}]`;
	const text =
		dice(2) < 0.2
			? `LOG:  duration: ${(210 + dice(3) * 600).toFixed(3)} ms  statement: SELECT * FROM orders WHERE user_id = $1`
			: `LOG:  checkpoint complete: wrote ${20 + Math.floor(dice(3) * 400)} buffers (0.3%)`;
	return { from: 'err', text: `${begin} ${text}` };
}

function redisText(_: Load, { at, dice }: Moment): Said {
	const day = new Date(at);
	const date = `${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
	const what = dice(2) < 0.5 ? 'Background saving terminated with success' : '100 changes in 300 seconds. Saving...';
	return out(`1:M ${date} ${iso(at).slice(11, 23)} * ${what}`);
}

/** The line that a program writes at a moment, in the format of its kind. */
export function textFor(load: Load, moment: Moment): Said {
	switch (load.program.kind) {
		case 'api':
			return apiText(load, moment);
		case 'web':
			return webText(load, moment);
		case 'worker':
			return workerText(load, moment);
		case 'postgres':
			return postgresText(load, moment);
		case 'redis':
			return redisText(load, moment);
	}
}

/** What a program writes first. */
export function startTexts({ kind, release }: Program): readonly Said[] {
	switch (kind) {
		case 'api':
			return [
				out(`{"level":"info","msg":"starting api ${release}"}`),
				out('{"level":"info","msg":"listening on port 8080"}'),
			];
		case 'web':
			return [out(`/docker-entrypoint.sh: Configuration complete; ready for start up (web ${release})`)];
		case 'worker':
			return [out(`level=info msg="worker ${release} started" queues=5 concurrency=8`)];
		case 'postgres':
			return [{ from: 'err', text: 'LOG:  database system is ready to accept connections' }];
		case 'redis':
			return [out('1:M * Ready to accept connections tcp')];
	}
}

/** What a program writes last; undefined: nothing, since it was killed. */
export function endText({ kind }: Program, code: number): Said | undefined {
	if (code === 137) return undefined;
	if (code !== 0) return { from: 'err', text: `fatal: ${kind} ends with code ${code}` };
	return out(kind === 'api' ? '{"level":"info","msg":"SIGTERM: closing"}' : 'SIGTERM: closing');
}
