import { clean, joinShown, shown } from '../../clean.ts';
import type { Thresholds } from '../../config/fleet.ts';
import { wayBack } from '../../engine/target.ts';
import { count, dash, duration, orDash, percent, shortAge } from '../../format.ts';
import type { Segment } from '../../line.ts';
import type { OthersLock } from '../../lock.ts';
import type { Millis, Release, Sample, Service } from '../../model.ts';
import type { OpenShell } from '../../open-shells.ts';
import { began } from '../../release-began.ts';
import type { Shown } from '../../shown.ts';
import { cells } from '../../table.ts';
import type { Dataset } from '../backups/datasets.ts';
import { backupText } from '../backups/words.ts';
import { heldFor, lockTone, quietFor, whoseText } from '../locked.ts';
import { type Measure, numberCell, staleAfter } from '../rows/numbers.ts';
import { conditionSigns, conditionTones, conditionWords } from '../rows/words.ts';
import { canWords } from '../service/releases.ts';
import { isStopped } from '../service/stopped.ts';
import { shellWho } from '../shells.ts';
import { healthWidth } from './columns.ts';
import type { RowFacts } from './facts.ts';
import { type GroupFacts, worstOf } from './groups.ts';
import { groupName, hostName, serviceName } from './names.ts';

/** A release that came within this time is marked: it is what one suspects first. */
const fresh: Millis = 3_600_000;
/** Steps of ages in their first minute: of a reading, and of what runs, which is as many numbers again in each row. */
const steps = { read: 15_000, life: 10_000 };
const none: Segment = { text: dash, tone: 'dim' };

const formats: { readonly [M in Measure]?: (value: number) => Shown } = {
	requests: (value) => clean(value < 9.95 && value > 0 ? value.toFixed(1) : count(value)),
	errors: (value) => percent(value, 1),
	p50: duration,
	p95: duration,
	cpu: (value) => percent(value),
	memory: (value) => percent(value),
	disk: (value) => percent(value),
};

function limitOf(measure: Measure, limits: Thresholds | undefined): number | undefined {
	switch (measure) {
		case 'errors':
			return limits?.errorRatio;
		case 'p95':
			return limits?.p95;
		case 'cpu':
			return limits?.cpu;
		case 'memory':
			return limits?.memory;
		case 'disk':
			return limits?.disk;
		default:
			return undefined;
	}
}

/** A cell of a number: `!` instead of the unit where it is over its limit, so that the column stays narrow. */
function measureCell(
	measure: Measure,
	sample: Sample | undefined,
	facts: Pick<RowFacts, 'limits' | 'lost'>,
	now: Millis,
): Segment {
	const format = formats[measure];
	if (format === undefined) return none;
	const { text, over, tone } = numberCell(sample, format, { now, limit: limitOf(measure, facts.limits) });
	const marked = over ? clean(`${text.replace(/%$/, '')}!`) : text;
	const shade = facts.lost ? 'dim' : tone;
	return shade === undefined ? { text: marked } : { text: marked, tone: shade };
}

/** A release with how long it runs: `v412 18m !`; the mark says that it came within the hour. */
function releaseCell(release: Release | undefined, now: Millis): Segment {
	if (release === undefined) return none;
	const label = clean(release.label, 40);
	const from = began(release);
	if (from === undefined) return { text: label };
	const isFresh = now - from < fresh;
	const text = joinShown([label, shown` ${ageText(now - from, steps.life)}`, isFresh ? shown` !` : shown``]);
	return isFresh ? { text, tone: 'warn' } : { text };
}

/** An age that is in steps in its first minute: one that counts each second would draw every row each second. */
function ageText(age: Millis, step: Millis): Shown {
	if (age < step) return shown`<${shortAge(step)}`;
	return shortAge(age < 60_000 ? Math.floor(age / step) * step : age);
}

/** How old the newest reading is. */
function ageCell(read: Millis | undefined, now: Millis): Segment {
	if (read === undefined) return none;
	const text = ageText(now - read, steps.read);
	return now - read > staleAfter * 3 ? { text, tone: 'warn' } : { text, tone: 'dim' };
}

/** The condition of a service, with how many of its containers run where it has several. */
function healthCell({ condition, lost }: RowFacts, service?: Service): Segment {
	const word = conditionWords[condition.is];
	const wanted = Math.max(service?.want ?? 0, service?.instances.length ?? 0);
	const running = service?.instances.filter(({ state }) => state === 'running').length ?? 0;
	const text = wanted > 1 ? shown`${word} ${running}/${wanted}` : word;
	return { text, tone: lost ? 'unknown' : conditionTones[condition.is] };
}

function upCell({ instances }: Service, now: Millis): Segment {
	const starts = instances.flatMap(({ state, started }) => (state === 'running' ? (started ?? []) : []));
	return starts.length === 0 ? none : { text: ageText(now - Math.max(...starts), steps.life) };
}

function restartsCell(restarts: number): Segment {
	return restarts === 0 ? { text: shown`0`, tone: 'dim' } : { text: count(restarts), tone: 'warn' };
}

/** Who else changes a service right now, or has fallen silent over it, instead of the release that this puts in question. */
function lockCell(lock: OthersLock, now: Millis): Segment {
	const who = clean(whoseText(lock), 40);
	const text = lock.stale
		? shown`${who} stale ${ageText(quietFor(lock), steps.life)}`
		: shown`${who} acts ${ageText(heldFor(lock, now), steps.life)}`;
	return { text, tone: lockTone(lock) };
}

/** Who has a shell there: what is done in it is not known, so that it puts in question what stands here else. */
export function shellCell(shell: OpenShell, now: Millis): Segment {
	return { text: shown`${clean(shellWho(shell))} shell ${ageText(now - shell.since, steps.life)}`, tone: 'accent' };
}

const backTones = { ready: 'dim', pull: 'warn', gone: 'warn', unknown: 'unknown' } as const;

/** Whether there is a way back to a release now; a dash where none is known that ran before. */
function backCell(way: Release | undefined): Segment {
	if (way === undefined || way.can === 'runs') return none;
	return { text: clean(canWords[way.can]), tone: backTones[way.can] };
}

/** Of several services, the one with the worst way back. */
function worstWay(services: readonly Service[]): Release | undefined {
	const ways = services.flatMap((service) => wayBack(service) ?? []);
	return worstWays.map((can) => ways.find((way) => way.can === can)).find((way) => way !== undefined);
}
const worstWays: readonly Release['can'][] = ['gone', 'unknown', 'pull', 'ready'];

const backupTones = { ok: undefined, unknown: 'unknown', degraded: 'warn', down: 'bad' } as const;

/** How its backups stand: `9h vrf 6d`, `33h LATE!`; a dash where none is watched. */
function backupCell(datasets: readonly Dataset[] = [], now: Millis): Segment {
	if (datasets.length === 0) return none;
	const { text, is } = backupText(datasets, now);
	const tone = backupTones[is];
	return tone === undefined ? { text: clean(text) } : { text: clean(text), tone };
}

/** The cell of a service's row under a column. */
export function serviceCell(key: string, service: Service, facts: RowFacts, now: Millis): Segment {
	switch (key) {
		case 'name':
			return { text: serviceName(service) };
		case 'health':
			return healthCell(facts, service);
		case 'requests':
		case 'errors':
		case 'p50':
		case 'p95':
		case 'cpu':
		case 'memory':
			return measureCell(key, facts.numbers[key], facts, now);
		case 'restarts':
			return restartsCell(service.instances.reduce((sum, { restarts }) => sum + restarts, 0));
		case 'up':
			return upCell(service, now);
		case 'release': {
			if (facts.lock !== undefined) return lockCell(facts.lock, now);
			if (facts.shell !== undefined) return shellCell(facts.shell, now);
			const release = service.releases.find(({ can }) => can === 'runs');
			if (release === undefined || !isStopped(service)) return releaseCell(release, now);
			return { text: shown`${clean(release.label, 40)} stopped`, tone: 'dim' };
		}
		case 'back':
			return backCell(wayBack(service));
		case 'host':
			return { text: clean(service.hosts.join(' '), 60), tone: 'dim' };
		case 'backup':
			return backupCell(facts.backups, now);
		case 'age':
			return ageCell(facts.read, now);
		default:
			return none;
	}
}

function diskCell(facts: RowFacts, now: Millis): Segment {
	const { text, ...rest } = measureCell('disk', facts.numbers.disk, facts, now);
	return { ...rest, text: shown`disk ${text}` };
}

/** The cell of a host's row under a column; what is no fact of a host is a dash. */
export function hostCell(key: string, host: string, facts: RowFacts, now: Millis): Segment {
	switch (key) {
		case 'name':
			return { text: hostName(host) };
		case 'health':
			return healthCell(facts);
		case 'cpu':
		case 'memory':
			return measureCell(key, facts.numbers[key], facts, now);
		case 'release':
			return facts.shell === undefined ? diskCell(facts, now) : shellCell(facts.shell, now);
		case 'host':
			return { text: shown`load ${orDash(facts.numbers.load?.value, (load) => clean(load.toFixed(1)))}`, tone: 'dim' };
		case 'backup':
			return backupCell(facts.backups, now);
		case 'age':
			return ageCell(facts.read, now);
		default:
			return none;
	}
}

/** The cell of the row of a group without services: of its data there may be backups all the same. */
export function bareCell(
	key: string,
	environment: string,
	{ backups, folded }: { readonly backups: readonly Dataset[] | undefined; readonly folded: boolean },
	now: Millis,
): Segment {
	if (key === 'name')
		return { text: folded ? shown`+ ${clean(environment, 60)}` : groupName(environment), tone: 'bold' };
	return key === 'backup' ? backupCell(backups, now) : none;
}

/** What a group's row is drawn from. `read`: when the service was read that was read longest ago. */
export interface GroupRow {
	readonly facts: GroupFacts;
	readonly services: readonly Service[];
	readonly folded: boolean;
	readonly backups?: readonly Dataset[] | undefined;
	readonly read: Millis | undefined;
	readonly now: Millis;
}

/** The cell of a group's row: the worst of its services. */
export function groupCell(
	key: string,
	{ facts, services, folded, backups, read, now }: GroupRow,
	numberOf: (measure: Measure) => Sample | undefined,
): Segment {
	switch (key) {
		case 'name':
			return { text: groupName(facts.environment, folded ? facts.services : undefined), tone: 'bold' };
		case 'health': {
			const is = worstOf(facts);
			const full = shown`${conditionWords[is]} ${facts.up}/${facts.services}`;
			const short = clean(`${conditionSigns[is]} ${facts.up}/${facts.services} up`);
			return { text: cells(full) <= healthWidth ? full : short, tone: conditionTones[is] };
		}
		case 'requests':
		case 'errors':
		case 'p50':
		case 'p95':
		case 'cpu':
		case 'memory':
			return measureCell(key, numberOf(key), { lost: false }, now);
		case 'restarts':
			return restartsCell(facts.restarts);
		case 'release':
			return releaseCell(facts.release, now);
		case 'back':
			return backCell(worstWay(services));
		case 'backup':
			return backupCell(backups, now);
		case 'age':
			return ageCell(read, now);
		default:
			return none;
	}
}
