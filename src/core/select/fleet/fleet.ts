import { clean } from '../../clean.ts';
import { wasReached } from '../../condition/engine.ts';
import { hostId, hostOf } from '../../ids.ts';
import { lengthText } from '../../length-text.ts';
import { type Line, sameLine } from '../../line.ts';
import { retryText } from '../../link.ts';
import type { Millis, Service } from '../../model.ts';
import type { Feeds, Selector, State } from '../../state.ts';
import { type Placed, pad, tableLine } from '../../table.ts';
import { sizeOverNews } from '../frame/news.ts';
import { ofServices } from '../rows/kept.ts';
import { kindOf, type RowRef } from '../rows/rows.ts';
import { journalRuns } from '../service/actions.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { type FleetView, fleetView } from '../visible.ts';
import { type FleetBackups, keptBackups } from './backups.ts';
import { bareCell, groupCell, hostCell, serviceCell } from './cells.ts';
import { keptColumns, missingWidth } from './columns.ts';
import { hostFacts, isLost, newestOf, readOf, serviceFacts } from './facts.ts';
import { type GroupFacts, groupsOf, worstNumber } from './groups.ts';
import { headlineOf } from './head.ts';
import { withHidden } from './hidden.ts';
import { type FleetLayout, fleetLayout, overNews, widened } from './layout.ts';
import { keptLow } from './low.ts';
import { keptNames } from './names.ts';
import { dataStory, groupStory, hostStory, type StoryTelling, serviceStory } from './story.ts';
import { fleetTitles } from './titles.ts';

/** Fleet, ready to be drawn: only the rows that fit. */
export interface FleetScreen {
	readonly layout: FleetLayout;
	readonly headline: Line;
	readonly titles: Line;
	readonly rows: readonly FleetRow[];
	/** Rows of the list; and under it, where no story lies there, how many are out of sight. */
	readonly height: number;
	readonly hidden: Line | undefined;
	readonly selected: string | undefined;
	readonly story: readonly Line[];
	/** In the lower two of the four zones of a large screen: what was done, and the errors in the selected one's log. */
	readonly activity: readonly Line[];
	readonly errors: readonly Line[];
}

/** A row as it is drawn, by its id. */
export interface FleetRow {
	readonly id: string;
	readonly line: Line;
}

/**
 * What a row is made anew for at once; where it is the same, the row is. Readings that change neither the service nor its
 * condition wait for the next second, which is among `more`: else every one of them would draw a frame.
 */
type Inputs = readonly unknown[];

function inputsOf(state: State, { id, kind }: Pick<RowRef, 'id' | 'kind'>, more: Inputs): Inputs {
	switch (kind) {
		case 'group':
			return [...more, state.services, state.conditions];
		case 'service':
			return [...more, state.services[id], state.conditions[id], state.links];
		case 'host':
			return [...more, state.conditions[id], state.links];
	}
}

/**
 * What makes a service's row old: a newer number, or the next of the steps in which ages count there (`cells.ts`). Made anew
 * each second, the rows of a quiet fleet cost a tenth of all that it costs to watch it.
 */
function serviceTime(state: State, id: string, { feeds, now }: Pick<Drawing, 'feeds' | 'now'>): Inputs {
	const lost = state.services[id]?.hosts.some((host) => isLost(state, host));
	return [Math.floor(now / step), lost, state.locks, state.foreign, state.shells[id], ...newestOf(feeds, id)];
}

/** In milliseconds; the steps of ages are whole multiples of it. */
const step: Millis = 5000;

interface Kept {
	readonly inputs: Inputs;
	readonly row: FleetRow;
}

interface Drawing {
	readonly state: State;
	readonly feeds: Feeds;
	readonly now: Millis;
	readonly columns: readonly Placed[];
	readonly backups: FleetBackups;
	readonly groups: Readonly<Record<string, GroupFacts>>;
	/** Services by environment. */
	readonly members: ReadonlyMap<string, readonly Service[]>;
}

/** Makes Fleet's screen. A row that would say the same keeps its identity; within a second only what changed is built. */
export function fleetScreen(): Selector<FleetScreen> {
	const groups = ofServices(groupsOf);
	const namesOf = keptNames();
	const columnsOf = keptColumns();
	const backupsOf = keptBackups();
	const storyOf = keptStory();
	const underList = keptUnderList();
	const lowOf = keptLow();
	const members = ofServices(({ services }) => Map.groupBy(Object.values(services), ({ environment }) => environment));
	let rows = new Map<string, Kept>();
	let headline: readonly Line[] = [];
	let said: Inputs = [];
	let titles: Line = [];

	const rowsOf = (refs: readonly RowRef[], drawing: Drawing): readonly FleetRow[] => {
		const { state, now, columns } = drawing;
		const next = new Map<string, Kept>();
		for (const ref of refs) {
			const time = ref.kind === 'service' ? serviceTime(state, ref.id, drawing) : [now];
			const inputs = inputsOf(state, ref, [...time, columns, state.ui.folded]);
			next.set(
				ref.id,
				keptRow(rows.get(ref.id), inputs, () => ({ id: ref.id, line: rowLine(ref, drawing) })),
			);
		}
		rows = next;
		return refs.flatMap(({ id }) => next.get(id)?.row ?? []);
	};

	const headlines = (state: State, now: Millis): readonly Line[] => {
		const { services, conditions, links, engines, ui } = state;
		const waits = Object.keys(services).length === 0 ? engines : undefined;
		const inputs = [now, services, conditions, links, ui.filter.fleet, ui.order, ui.size.columns, waits];
		if (isSame(said, inputs)) return headline;
		said = inputs;
		return shownBlock(headline, [headlineOf(state, now)], ui.size.columns);
	};

	return (state, feeds, now) => {
		const { size } = state.ui;
		const usual = overNews(fleetLayout(size), size.rows - sizeOverNews(state, now).rows);
		const names = namesOf(state);
		const backups = backupsOf(state, now);
		const layout = widened(usual, missingWidth(usual.width - 1, names, backups.any));
		const columns = columnsOf(layout.width - 1, names, backups.any);
		const view = fleetView(state, layout);
		const drawing = { state, feeds, now, columns, backups, groups: groups(state), members: members(state) };
		headline = headlines(state, now);
		const next = fleetTitles(columns, view);
		titles = sameLine(titles, next) ? titles : next;
		return {
			layout,
			headline: headline[0] ?? [],
			titles,
			rows: rowsOf(view.rows, drawing),
			height: view.height,
			hidden: underList(view, layout),
			selected: view.selected,
			story: storyOf(view, drawing, layout),
			...lowOf({ state, feeds, now, view, layout }),
		};
	};
}

/**
 * The story of the selected row, made anew only where that or what it is told from changed. Where it lies under the list it
 * begins with how many rows of that are out of sight.
 */
function keptStory(): (view: FleetView, drawing: Drawing, layout: FleetLayout) => readonly Line[] {
	const runsOf = journalRuns();
	let story: readonly Line[] = [];
	let told: Inputs = [];
	return (view, drawing, { beside, storyWidth, storyHeight: height, lowHeight }) => {
		const { state, feeds, now } = drawing;
		const { selected, above, below } = view;
		if (selected === undefined || height === 0) return [];
		const runs = runsOf(state);
		const ref = { id: selected, kind: kindOf(selected) };
		const inputs = inputsOf(state, ref, [selected, now, runs, storyWidth, height, above, below]);
		if (isSame(told, inputs)) return story;
		told = inputs;
		const curveRows = lowHeight > 0 ? 3 : 1;
		const telling = { state, feeds, now, runs, width: storyWidth - 2, height, curveRows };
		const [rule = [], ...rest] = storyLines(selected, drawing, telling);
		story = shownBlock(story, [beside ? rule : withHidden(rule, view), ...rest], storyWidth);
		return story;
	};
}

/** The row under a list under which no story lies, where not all of its rows are seen. */
function keptUnderList(): (view: FleetView, layout: FleetLayout) => Line | undefined {
	let kept: readonly Line[] = [];
	return (view, { height, width }) => {
		const lines = view.height < height ? [withHidden(lineOf('-'.repeat(Math.max(0, width - 2)), 'dim'), view)] : [];
		kept = shownBlock(kept, lines, width);
		return kept[0];
	};
}

function shownBlock(before: readonly Line[], lines: readonly TextLine[], width: number): readonly Line[] {
	return keptLines(
		before,
		lines.map((line) => shownLine([piece(' '), ...line], width)),
	);
}

function isSame(a: Inputs, b: Inputs): boolean {
	return a.length === b.length && a.every((one, index) => one === b[index]);
}

function keptRow(before: Kept | undefined, inputs: Inputs, make: () => FleetRow): Kept {
	if (before !== undefined && isSame(before.inputs, inputs)) return before;
	const row = make();
	return { inputs, row: before !== undefined && sameLine(before.row.line, row.line) ? before.row : row };
}

function rowLine({ id, environment, kind }: RowRef, drawing: Drawing): Line {
	const { state, feeds, now, columns, backups, groups, members } = drawing;
	const host = hostOf(id);
	if (host !== undefined) return hostLine(host, drawing);
	const service = state.services[id];
	if (service !== undefined) {
		const facts = { ...serviceFacts(state, service, feeds, now), backups: backups.ofRow.get(id) };
		return tableLine(columns, (key) => serviceCell(key, service, facts, now));
	}
	const services = members.get(environment) ?? [];
	const group = groups[environment];
	if (kind !== 'group' || group === undefined) {
		const data = backups.ofGroup.get(environment);
		return tableLine(data === undefined ? columns.slice(0, 1) : columns, (key) =>
			bareCell(key, environment, { backups: data, folded: state.ui.folded.includes(id) }, now),
		);
	}
	const reads = services.flatMap((one) => readOf(state, one.id, one.hosts) ?? []);
	const read = reads.length === 0 ? undefined : reads.reduce((a, b) => Math.min(a, b));
	const folded = state.ui.folded.includes(id);
	const facts = { facts: group, services, folded, backups: backups.ofGroup.get(environment), read, now };
	return tableLine(columns, (key) =>
		groupCell(key, facts, (measure) => worstNumber(services, measure, { feeds, now })),
	);
}

/** A host's row; when it is lost the row says since when and why instead of old numbers. */
function hostLine(host: string, { state, feeds, now, columns, backups }: Drawing): Line {
	const facts = { ...hostFacts(state, host, feeds, now), backups: backups.ofRow.get(hostId(host)) };
	const line = tableLine(columns, (key) => hostCell(key, host, facts, now));
	const link = state.links[host];
	if (link?.is !== 'down') return line;
	const [name, health] = line;
	const age = line.at(-1);
	if (name === undefined || health === undefined || age === undefined) return line;
	const room = columns.slice(2, -1).reduce((sum, { width }) => sum + width + 1, 0);
	const retry = retryText(link, now);
	const length = lengthText(now - link.since);
	const lost = wasReached(state, host) ? `lost ${length} ago` : `not reached for ${length}`;
	const why = clean(` ${lost}${retry === undefined ? '' : `, ${retry}`}: ${link.failure.message}`);
	return [name, health, { text: pad(why, room), tone: 'warn' }, age];
}

function storyLines(selected: string, { state, groups }: Drawing, telling: StoryTelling): readonly TextLine[] {
	const host = hostOf(selected);
	if (host !== undefined) return hostStory(host, telling);
	const service = state.services[selected];
	if (service !== undefined) return serviceStory(service, telling);
	const group = groups[selected.slice(0, -1)];
	return group === undefined ? dataStory(selected.slice(0, -1), telling) : groupStory(group, telling);
}
