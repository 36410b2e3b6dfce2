import type { Command } from '../core/command.ts';
import { spanText } from '../core/select/rows/spark.ts';
import { serviceSpans, spanOf } from '../core/select/service/overview.ts';
import { serviceLayout, serviceTabs } from '../core/select/service/service.ts';
import type { State } from '../core/state.ts';

function tab(id: string, keys: readonly string[], help: string, by: 1 | -1): Command {
	return {
		id: `service.${id}`,
		title: id.replace('-', ' '),
		help,
		keys,
		where: ['service'],
		silent: true,
		run: ({ ui }, _feeds, now) => {
			const next = (ui.tab + by + serviceTabs.length) % serviceTabs.length;
			return { type: 'view/scrolled', at: now, scroll: 0, tab: next };
		},
	};
}

function scroll(id: string, keys: readonly string[], help: string, by: (height: number) => number): Command {
	return {
		id: `service.${id}`,
		title: id.replace('-', ' '),
		help,
		keys,
		where: ['service'],
		silent: true,
		run: (state: State, feeds, now) => {
			const { height, lines } = serviceLayout(state, feeds, now);
			const most = Math.max(0, lines.length - height);
			return { type: 'view/scrolled', at: now, scroll: Math.max(0, Math.min(most, state.ui.scroll + by(height))) };
		},
	};
}

/** The window after the one that is shown. */
function nextSpan(state: State): number {
	const [first] = serviceSpans;
	return serviceSpans[serviceSpans.indexOf(spanOf(state)) + 1] ?? first;
}

/** The keys of a service's own screen. */
export const commands: readonly Command[] = [
	{
		...tab('next-tab', [']', 'tab'], 'The next tab: overview, releases.', 1),
		title: 'next tab',
		footer: 30,
	},
	tab('previous-tab', ['[', 'shift-tab'], 'The tab before.', -1),
	{
		id: 'service.window',
		title: 'window',
		titleNow: (state) => `last ${spanText(nextSpan(state))}`,
		help: 'Curves of the last 5 minutes, hour, 24 hours, in turn.',
		keys: ['w'],
		where: ['service'],
		footer: 40,
		run: (state, _feeds, now) => ({ type: 'view/scrolled', at: now, scroll: state.ui.scroll, span: nextSpan(state) }),
	},
	scroll('down', ['down', 'j'], 'A row down.', () => 1),
	scroll('up', ['up', 'k'], 'A row up.', () => -1),
	scroll('page-down', ['space', 'pagedown'], 'A page down.', (height) => height - 1),
	scroll('page-up', ['pageup'], 'A page up.', (height) => 1 - height),
	scroll('half-down', ['ctrl-d'], 'Half a page down.', (height) => Math.ceil(height / 2)),
	scroll('half-up', ['ctrl-u'], 'Half a page up.', (height) => -Math.ceil(height / 2)),
	scroll('top', ['g', 'home'], 'To the top.', () => Number.NEGATIVE_INFINITY),
	scroll('bottom', ['G', 'end'], 'To the end.', () => Number.POSITIVE_INFINITY),
];
