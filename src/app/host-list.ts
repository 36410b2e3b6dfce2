import { bytes, duration, percent } from '../core/format.ts';
import { hostId } from '../core/ids.ts';
import { lengthText } from '../core/length-text.ts';
import type { Condition, Failure, Millis } from '../core/model.ts';
import { jobsOf, unreadSchedules } from '../core/select/hosts/jobs.ts';
import { jobText } from '../core/select/hosts/schedule.ts';
import { conditionSigns, conditionWords } from '../core/select/rows/words.ts';
import type { State } from '../core/state.ts';
import { textTable } from './text-table.ts';

/** One host, as `watchdeck hosts` says it. Ratios are 0..1, lengths of time in milliseconds, sizes in bytes. */
export interface HostLine {
	readonly host: string;
	readonly is: Condition['is'];
	readonly because: string;
	readonly since: Millis;
	readonly link: 'connecting' | 'up' | 'down';
	/** What the host said of itself; missing where it was not read. */
	readonly facts?: Readonly<Record<string, string | number>>;
	readonly docker?: string;
	readonly containers?: number;
	readonly failure?: Failure;
}

/** One job of a host's or service's clock. Times are in milliseconds since 1970. */
export interface JobLine {
	readonly on: string;
	readonly name: string;
	readonly is: 'failed' | 'late' | 'unknown' | 'ran' | 'ok';
	readonly because: string;
	readonly schedule: string;
	readonly command: string;
	readonly last?: Millis;
	readonly exit?: number;
	readonly failed?: string;
	readonly next?: Millis;
}

/** What `watchdeck hosts` prints. `unread`: why jobs could not be read, a sentence each. */
export interface HostList {
	readonly hosts: readonly HostLine[];
	readonly jobs: readonly JobLine[];
	readonly unread: readonly string[];
}

const hostLine = (state: State, host: string): HostLine => {
	const unread: Condition = { is: 'unknown', because: 'nothing is known of it', since: state.started };
	const { is, because, since } = state.conditions[hostId(host)] ?? unread;
	const link = state.links[host];
	const facts = state.hostFacts[host];
	const engine = state.engines[host];
	const failure = link?.is === 'down' ? link.failure : (engine?.failure ?? facts?.failure);
	return {
		...{ host, is, because, since, link: link?.is ?? 'connecting' },
		...(facts?.value === undefined ? {} : { facts: facts.value }),
		...(engine?.value?.version === undefined ? {} : { docker: engine.value.version }),
		...(engine?.value === undefined ? {} : { containers: Object.keys(engine.value.containers).length }),
		...(failure === undefined ? {} : { failure }),
	};
};

/** The hosts and the jobs that were found on them. */
export const hostListOf = (state: State, now: Millis): HostList => ({
	hosts: state.fleet.hosts.map(({ name }) => hostLine(state, name)),
	jobs: jobsOf(state, now).map((row): JobLine => {
		const { job, of, stand } = row;
		const { name, schedule, command, last, exit, failed, next } = job;
		return {
			...{ on: of, name, is: stand, because: jobText(row, now), schedule, command },
			...(last === undefined ? {} : { last }),
			...(exit === undefined ? {} : { exit }),
			...(failed === undefined ? {} : { failed }),
			...(next === undefined ? {} : { next }),
		};
	}),
	unread: unreadSchedules(state),
});

/** How a job stands as a word, with the sign of the condition that it is like. */
const jobWords: { readonly [I in JobLine['is']]: string } = {
	...{ ok: conditionWords.ok, unknown: conditionWords.unknown },
	ran: `${conditionSigns.ok} ran`,
	late: `${conditionSigns.degraded} late`,
	failed: `${conditionSigns.down} failed`,
};

const factText = ({ facts }: HostLine, name: string, format: (value: number) => string): string => {
	const value = facts?.[name];
	return typeof value === 'number' ? format(value) : '-';
};

const hostCells = (line: HostLine): readonly string[] => [
	line.host,
	conditionWords[line.is],
	line.link,
	factText(line, 'took', duration),
	factText(line, 'load', (value) => value.toFixed(2)),
	factText(line, 'memory', percent),
	factText(line, 'disk', percent),
	factText(line, 'disk_free', bytes),
	factText(line, 'skew', (value) => (value === 0 ? 'ok' : `${value > 0 ? '+' : '-'}${lengthText(Math.abs(value))}`)),
	factText(line, 'uptime', lengthText),
	line.docker ?? '-',
	line.because,
];

/** The hosts as a table, what to do about one that fails below it, and the jobs as a table after an empty line. */
export const hostListText = ({ hosts, jobs, unread }: HostList): string => {
	const titles = ['HOST', 'HEALTH', 'LINK', 'POLL', 'LOAD', 'MEM', 'DISK', 'FREE', 'CLOCK', 'UP', 'DOCKER', 'WHY'];
	const [head = '', ...rows] = textTable([titles, ...hosts.map(hostCells)]).split('\n');
	const table = rows.flatMap((row, index) => {
		const fix = hosts[index]?.failure?.fix;
		return fix === undefined ? [row] : [row, `  fix: ${fix}`];
	});
	const jobRows = jobs.map(({ on, name, is, schedule, because }) => [jobWords[is], name, on, schedule, because]);
	const schedule = jobs.length === 0 ? [] : ['', textTable([['STATE', 'JOB', 'ON', 'SCHEDULE', 'WHY'], ...jobRows])];
	return [head, ...table, ...schedule, ...unread.map((text) => `? ${text}`)].join('\n');
};
