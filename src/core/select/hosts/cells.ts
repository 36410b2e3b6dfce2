import { clean, shown } from '../../clean.ts';
import { wasReached } from '../../condition/engine.ts';
import { dash, duration, percent, shortAge } from '../../format.ts';
import type { Segment } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { Shown } from '../../shown.ts';
import type { Link, State } from '../../state.ts';
import type { Column } from '../../table.ts';
import { shellCell } from '../fleet/cells.ts';
import type { RowFacts } from '../fleet/facts.ts';
import { numberCell, staleAfter } from '../rows/numbers.ts';
import { conditionTones, conditionWords } from '../rows/words.ts';

/** The columns of the hosts; those with a priority go where there is no room for them, the lowest first. */
const usual: readonly Column[] = [
	{ key: 'host', title: shown`HOST`, align: 'left', min: 11, max: 32, grow: 3 },
	{ key: 'health', title: shown`HEALTH`, align: 'left', min: 10 },
	{ key: 'link', title: shown`LINK`, align: 'left', min: 9 },
	{ key: 'poll', title: shown`POLL`, align: 'right', min: 5, priority: 9 },
	{ key: 'cpu', title: shown`CPU`, align: 'right', min: 4, priority: 12 },
	{ key: 'memory', title: shown`MEM`, align: 'right', min: 4, priority: 13 },
	{ key: 'disk', title: shown`DISK`, align: 'right', min: 4, priority: 14 },
	{ key: 'inodes', title: shown`INODE`, align: 'right', min: 5, priority: 4 },
	{ key: 'load', title: shown`LOAD`, align: 'right', min: 5, priority: 11 },
	{ key: 'cpus', title: shown`CORES`, align: 'right', min: 5, priority: 3 },
	{ key: 'clock', title: shown`CLOCK`, align: 'right', min: 6, priority: 6 },
	{ key: 'containers', title: shown`CTRS`, align: 'right', min: 4, priority: 5 },
	{ key: 'up', title: shown`UP`, align: 'right', min: 4, priority: 8 },
	{ key: 'docker', title: shown`DOCKER`, align: 'left', min: 8, max: 16, grow: 1, priority: 10 },
	{ key: 'age', title: shown`AGE`, align: 'right', min: 4 },
];

/** With room for who has a shell, and since when. */
const withShells = usual.map((one): Column => (one.key === 'link' ? { ...one, min: 14, max: 24, grow: 1 } : one));

/** The columns of the hosts, where anybody has a shell on one of them or nobody has. */
export function hostColumns(rows: readonly Pick<HostRow, 'facts'>[]): readonly Column[] {
	return rows.some(({ facts }) => facts.shell !== undefined) ? withShells : usual;
}

/** What a host's row is drawn from. */
export interface HostRow {
	readonly state: State;
	readonly host: string;
	readonly facts: RowFacts;
	readonly now: Millis;
}

const none: Segment = { text: dash, tone: 'dim' };

/** How a host is reached, and since when: `up 2h`, `lost 11m`, `opens 4s`, `tried 11m` where it never was; and who has a shell there. */
function linkCell(link: Link | undefined, { state, host, facts: { shell }, now }: HostRow): Segment {
	if (link === undefined) return none;
	const age = shortAge(now - link.since);
	switch (link.is) {
		case 'up':
			return shell === undefined ? { text: shown`up ${age}` } : shellCell(shell, now);
		case 'down':
			return { text: wasReached(state, host) ? shown`lost ${age}` : shown`tried ${age}`, tone: 'bad' };
		case 'connecting':
			return { text: shown`opens ${age}`, tone: 'warn' };
	}
}

/** A number that the host's own probe gave with its facts; dim where the host is not read any more. */
function factCell({ state, host, facts }: HostRow, name: string, format: (value: number) => Shown): Segment {
	const value = state.hostFacts[host]?.value?.[name];
	if (typeof value !== 'number') return none;
	return facts.lost ? { text: format(value), tone: 'dim' } : { text: format(value) };
}

/** A share of a host, with `!` instead of `%` where it is over its limit. */
function shareCell({ facts, now }: HostRow, measure: 'cpu' | 'memory' | 'disk'): Segment {
	const { text, over, tone } = numberCell(facts.numbers[measure], percent, { now, limit: facts.limits?.[measure] });
	const marked = over ? clean(`${text.replace(/%$/, '')}!`) : text;
	const shade = facts.lost ? 'dim' : tone;
	return shade === undefined ? { text: marked } : { text: marked, tone: shade };
}

function skewText(skew: number): Shown {
	return skew === 0 ? shown`ok` : clean(`${skew > 0 ? '+' : '-'}${shortAge(Math.abs(skew))}`);
}

function ageCell({ facts: { read }, now }: HostRow): Segment {
	if (read === undefined) return none;
	return { text: shortAge(now - read), tone: now - read > staleAfter * 3 ? 'warn' : 'dim' };
}

/** The cell of a host's row under a column. */
export function hostCell(row: HostRow, key: string): Segment {
	const { state, host, facts } = row;
	const engine = state.engines[host]?.value;
	switch (key) {
		case 'host':
			return { text: clean(host, 80), tone: 'bold' };
		case 'health':
			return { text: conditionWords[facts.condition.is], tone: conditionTones[facts.condition.is] };
		case 'link':
			return linkCell(state.links[host], row);
		case 'poll':
			return factCell(row, 'took', duration);
		case 'cpu':
		case 'memory':
		case 'disk':
			return shareCell(row, key);
		case 'load':
			return factCell(row, 'load', (value) => clean(value.toFixed(2)));
		case 'inodes':
			return factCell(row, 'inodes', percent);
		case 'cpus':
			return factCell(row, 'cpus', (value) => clean(String(value)));
		case 'clock':
			return factCell(row, 'skew', skewText);
		case 'up':
			return factCell(row, 'uptime', shortAge);
		case 'containers':
			return engine === undefined ? none : { text: clean(String(Object.keys(engine.containers).length)) };
		case 'docker':
			return engine?.version === undefined ? none : { text: clean(engine.version, 40), tone: 'dim' };
		case 'age':
			return ageCell(row);
		default:
			return none;
	}
}
