import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { machineOf } from '../core/run.ts';
import type { Env } from './local/exec.ts';

/** Who acts, when nobody said: the account and the machine, `anna@laptop`. */
export function accountName(env: Env): string {
	return `${userName(env)}@${hostname().split('.')[0] ?? 'here'}`;
}

/** The account that this program runs under. */
export function userName(env: Env): string {
	try {
		return userInfo().username;
	} catch {
		// An account without a name (a container that was given a bare user id).
		return env['USER'] ?? `uid ${process.getuid?.() ?? '?'}`;
	}
}

/** When a process began, in clock ticks since the machine did (field 22 of proc(5) stat); undefined when it is gone. */
function beginOf(pid: number): string | undefined {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8')
			.replace(/^.*\) /s, '')
			.split(' ')[19];
	} catch {
		return undefined;
	}
}

/** This program, told from every other one, also from a later one that got the same process id: `laptop/4711/123456`. */
export function sessionName(): string {
	return `${hostname()}/${process.pid}/${beginOf(process.pid) ?? '0'}`;
}

/** Whether the program of a session still lives; undefined for one on another machine, which cannot be asked. */
export function isAlive(session: string): boolean | undefined {
	const [, pid, begin] = session.split('/');
	if (machineOf(session) !== hostname()) return undefined;
	if (begin !== '0') return beginOf(Number(pid)) === begin;
	try {
		return process.kill(Number(pid), 0);
	} catch {
		return false;
	}
}
