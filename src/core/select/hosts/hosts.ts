import { hostId, hostOf } from '../../ids.ts';
import { filterMatch } from '../../logs/search.ts';
import type { State } from '../../state.ts';
import { hostFacts } from '../fleet/facts.ts';
import { counted } from '../rows/words.ts';
import { titleLine } from '../split/head.ts';
import type { MakeParts, SplitParts, SplitRow } from '../split/split.ts';
import { lineOf, type TextLine } from '../text/line.ts';
import { type HostRow, hostCell, hostColumns } from './cells.ts';
import { hostDetail } from './detail.ts';
import { jobsOf, unreadSchedules } from './jobs.ts';
import { jobCell, jobColumns, jobDetail, jobText } from './schedule.ts';

/** The tabs of the hosts' screen, in order. */
export const hostTabs = ['hosts', 'schedule'] as const;

function title({ ui }: State, sentence: string): TextLine {
	return titleLine('HOSTS AND SCHEDULE', hostTabs, ui.tab, sentence);
}

/** `3 hosts, 1 lost`: how many there are, and how many of them are not well. */
function tally(count: string, ill: readonly (readonly [number, string])[]): string {
	const words = ill.filter(([many]) => many > 0).map(([many, word]) => `${many} ${word}`);
	return [count, ...words].join(', ');
}

/** The id of the host under the cursor: the selected one, or the first that the filter lets through; none among jobs. */
export function selectedHost({ ui, fleet }: State): string | undefined {
	if (hostTabs[ui.tab] !== 'hosts') return undefined;
	const fits = filterMatch(ui.filter.hosts ?? '');
	const ids = fleet.hosts.filter(({ name }) => fits(name)).map(({ name }) => hostId(name));
	return ids.find((id) => id === ui.selected.hosts) ?? ids[0];
}

const hosts: MakeParts = (state, feeds, now) => {
	const rows = state.fleet.hosts.map(({ name: host }): HostRow & SplitRow => {
		const row: HostRow = { state, host, facts: hostFacts(state, host, feeds, now), now };
		return { ...row, id: hostId(host), find: host, cell: (key) => hostCell(row, key) };
	});
	const count = (fits: (row: HostRow) => boolean) => rows.filter(fits).length;
	const lost = count(({ host }) => state.links[host]?.is === 'down');
	const ill = count(({ facts }) => facts.condition.is !== 'ok' && facts.condition.is !== 'unknown');
	const sentence = tally(counted(rows.length, 'host'), [
		[lost, 'lost'],
		[ill, 'not well'],
	]);
	return {
		head: [title(state, sentence)],
		columns: hostColumns(rows),
		rows,
		none: 'the config names no host',
		detail: (id, room) => hostDetail(hostOf(id) ?? id, { state, feeds, now }, room),
	};
};

const schedule: MakeParts = (state, _feeds, now) => {
	const jobs = jobsOf(state, now);
	const byId = new Map(jobs.map((job) => [job.id, job]));
	const unread = unreadSchedules(state).map((text) => lineOf(`? ${text}`, 'unknown'));
	const count = (stand: string) => jobs.filter((job) => job.stand === stand).length;
	const sentence = tally(counted(jobs.length, 'job'), [
		[count('failed'), 'failed'],
		[count('late'), 'late'],
		[count('unknown'), 'unknown'],
	]);
	return {
		head: [title(state, sentence), ...unread],
		columns: jobColumns,
		rows: jobs.map((row): SplitRow => {
			const { id, of, job, stand } = row;
			const find = [job.name, of, job.by, job.schedule, job.command, stand, jobText(row, now)].join(' ');
			return { id, find, cell: (key) => jobCell(row, now, key) };
		}),
		none: 'no job was found: a probe of the kind schedule, under probes of a host in the config, reads cron and timers',
		detail: (id, room) => {
			const job = byId.get(id);
			return job === undefined ? [] : jobDetail(job, { jobs, now }, room);
		},
	};
};

/** The hosts and how each is reached, or on the second tab what their clocks start. */
export function hostsParts(...given: Parameters<MakeParts>): SplitParts {
	return hostTabs[given[0].ui.tab] === 'schedule' ? schedule(...given) : hosts(...given);
}
