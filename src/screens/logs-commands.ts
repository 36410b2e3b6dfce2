import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { isError, levelOf } from '../core/logs/level.ts';
import { searchMatch } from '../core/logs/search.ts';
import type { LogLine, Millis } from '../core/model.ts';
import { logsKey } from '../core/select/logs/about.ts';
import { type LogsPlace, nextWhere, selecting } from '../core/select/logs/place.ts';
import type { Feeds, State } from '../core/state.ts';
import { aroundKey, aroundLine, together } from './logs-about.ts';
import { about, changed, fixed, type Here, placeOf } from './logs-here.ts';
import { windows } from './logs-windows.ts';

/** Characters that one press of an arrow scrolls sideways. */
const aside = 16;

const empty = (state: State, feeds: Feeds): string | undefined =>
	feeds.lines(logsKey(state.ui)).lines.length === 0 ? 'there is no line' : undefined;
function to(here: Here, place: LogsPlace, index: number): readonly Event[] {
	return [changed(here.now, selecting(place, index, here.rows))];
}

function move(id: string, keys: readonly string[], help: string, by: (rows: number) => number): Command {
	return about({
		id: `logs.${id}`,
		title: id.replace('-', ' '),
		help,
		keys,
		silent: true,
		blocked: empty,
		does: (here) => {
			const place = placeOf(here);
			return to(here, place, place.selected + by(here.rows));
		},
	});
}

/** A command that goes to the next line of a kind, or says that there is none. */
function next(
	command: Omit<Command, 'where' | 'run'>,
	way: 1 | -1,
	fits: (state: State) => (line: LogLine) => boolean,
): Command {
	return about({
		...command,
		does: (here) => {
			const place = placeOf(here);
			const index = nextWhere(place, way, fits(here.state));
			if (index !== undefined) return to(here, place, index);
			const text = way === 1 ? 'none further down' : 'none further up';
			return [{ type: 'message/shown', at: here.now, message: { tone: 'plain', text, at: here.now } }];
		},
	});
}

const error = () => (line: LogLine) => line.from !== 'mark' && isError(levelOf(line.text));
const found = ({ ui }: State) => {
	const fits = searchMatch(ui.logs.search);
	return (line: LogLine) => fits(line.text);
};

/** Stays where it is, or follows the newest line again. */
function paused(here: Here): readonly Event[] {
	const { state, now } = here;
	const place = placeOf(here);
	const line = place.lines[place.bottom]?.seq;
	if (!state.ui.logs.follow) return [changed(now, { follow: true })];
	return [changed(now, line === undefined ? { follow: false } : { follow: false, at: line, line })];
}

function unfolded(here: Here): readonly Event[] {
	const place = placeOf(here);
	const line = place.lines[place.selected];
	const open = line !== undefined && here.state.ui.logs.unfolded !== line.seq;
	return [changed(here.now, { ...selecting(place, place.selected, here.rows), unfolded: open ? line.seq : -1 })];
}

/** The end of typing: a search goes to the nearest place, upwards first, since the newest lines are at the bottom. */
function typedIn(here: Here): readonly Event[] {
	const entered: Event = { type: 'field/entered', at: here.now };
	if (here.state.ui.field?.of !== 'search') return [entered];
	const place = placeOf(here);
	const fits = found(here.state);
	const above = nextWhere({ ...place, selected: place.selected + 1 }, -1, fits);
	const index = above ?? nextWhere(place, 1, fits);
	return index === undefined ? [entered] : [entered, ...to(here, place, index)];
}

/** A name for a file of this service's lines, with the time in it. */
function savePath(service: string, now: Millis): string {
	const name = service.replace(/[^A-Za-z0-9_.-]+/g, '-');
	return `watchdeck-${name}-${Math.floor(now / 1000)}.log`;
}

/** The keys of the log's screen. */
export const commands: readonly Command[] = [
	about({
		id: 'logs.search',
		title: 'search',
		help: 'Searches in the text; n and N go to the next and the previous place.',
		keys: ['/'],
		footer: 1,
		does: ({ state, now }) => [{ type: 'field/opened', at: now, of: 'search', text: state.ui.logs.search }],
	}),
	about({
		id: 'logs.filter',
		title: 'filter',
		help: 'Shows only lines with a text; after ! those without it.',
		keys: ['&'],
		footer: 2,
		does: ({ state, now }) => [{ type: 'field/opened', at: now, of: 'filter', text: state.ui.filter.logs ?? '' }],
	}),
	about({
		id: 'logs.pause',
		title: 'pause or follow',
		help: 'Stays at these lines while others come, or follows the newest again.',
		keys: ['p'],
		footer: 3,
		blocked: fixed,
		does: paused,
	}),
	next(
		{
			id: 'logs.error',
			title: 'next error',
			help: 'The next line that says that it is an error.',
			keys: ['e'],
			footer: 4,
		},
		1,
		error,
	),
	next(
		{ id: 'logs.error-before', title: 'previous error', help: 'The error before.', keys: ['E'], silent: true },
		-1,
		error,
	),
	next(
		{
			id: 'logs.next',
			title: 'next match',
			help: 'The next place of what was searched for.',
			keys: ['n'],
			silent: true,
		},
		1,
		found,
	),
	next(
		{ id: 'logs.previous', title: 'previous match', help: 'The place before.', keys: ['N'], silent: true },
		-1,
		found,
	),
	about({
		id: 'logs.unfold',
		title: 'unfold',
		help: 'Shows all fields of the selected line, or folds them again; in a search, goes to the nearest place.',
		keys: ['enter'],
		footer: 5,
		blocked: (state, feeds) => (state.ui.field === undefined ? empty(state, feeds) : undefined),
		does: (here) => (here.state.ui.field === undefined ? unfolded(here) : typedIn(here)),
	}),
	about({
		id: 'logs.save',
		title: 'save',
		help: 'Writes the lines that are let through to a file in the current folder.',
		keys: ['S'],
		footer: 6,
		blocked: empty,
		does: ({ state, now }) => [{ type: 'logs/saved', at: now, path: savePath(logsKey(state.ui) || 'logs', now) }],
	}),
	about({
		id: 'logs.copy',
		title: 'copy',
		help: 'Copies the selected line.',
		keys: ['y'],
		footer: 7,
		blocked: empty,
		does: (here) => {
			const place = placeOf(here);
			return [{ type: 'text/copied', at: here.now, text: place.lines[place.selected]?.text ?? '' }];
		},
	}),
	about({
		id: 'logs.mark',
		title: 'mark',
		help: 'Drops a line with the time into the log, to find this moment again.',
		keys: ['M'],
		tier: 1,
		silent: true,
		does: ({ now }) => [{ type: 'logs/marked', at: now }],
	}),
	about({
		id: 'logs.times',
		title: 'times',
		help: 'Shows or hides the time of each line.',
		keys: ['t'],
		silent: true,
		does: ({ state, now }) => [changed(now, { times: !state.ui.logs.times })],
	}),
	about({
		id: 'logs.wrap',
		title: 'wrap',
		help: 'Breaks long lines into rows, or cuts them at the edge.',
		keys: ['w'],
		silent: true,
		does: ({ state, now }) => [changed(now, { wrap: !state.ui.logs.wrap, left: 0 })],
	}),
	about({
		id: 'logs.right',
		title: 'right',
		help: 'Scrolls the text to the right.',
		keys: ['right', 'l'],
		silent: true,
		blocked: (state) => (state.ui.logs.wrap ? 'wrapped lines have no right; w ends wrapping' : undefined),
		does: ({ state, now }) => [changed(now, { left: state.ui.logs.left + aside })],
	}),
	about({
		id: 'logs.left',
		title: 'left',
		help: 'Scrolls the text back to the left.',
		keys: ['left', 'h'],
		silent: true,
		does: ({ state, now }) => [changed(now, { left: Math.max(0, state.ui.logs.left - aside) })],
	}),
	move('down', ['down', 'j'], 'The next line.', () => 1),
	move('up', ['up', 'k'], 'The line before.', () => -1),
	move('page-down', ['space', 'pagedown'], 'A page down.', (rows) => rows - 1),
	move('page-up', ['b', 'pageup'], 'A page up.', (rows) => 1 - rows),
	move('half-down', ['ctrl-d'], 'Half a page down.', (rows) => Math.ceil(rows / 2)),
	move('half-up', ['ctrl-u'], 'Half a page up.', (rows) => -Math.ceil(rows / 2)),
	move('top', ['g', 'home'], 'The first line that is kept.', () => Number.NEGATIVE_INFINITY),
	about({
		id: 'logs.follow',
		title: 'follow',
		help: 'To the newest line, and on with it.',
		keys: ['G', 'end'],
		silent: true,
		does: (here) =>
			here.state.ui.logs.around === undefined
				? [changed(here.now, { follow: true })]
				: to(here, placeOf(here), Number.POSITIVE_INFINITY),
	}),
	about({
		id: 'logs.around',
		...aroundKey,
		footer: 8,
		blocked: empty,
		does: (here) => {
			const place = placeOf(here);
			return aroundLine(here.state, place.lines[place.selected], here.now);
		},
	}),
	together,
	...windows,
];
