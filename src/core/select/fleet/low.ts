import type { Line } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { Feeds, State } from '../../state.ts';
import { allReleases, type ReleaseRow } from '../releases/rows.ts';
import { journalRuns } from '../service/actions.ts';
import { piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import type { FleetView } from '../visible.ts';
import { activityLines } from './activity.ts';
import { errorLines } from './errors.ts';
import { withHidden } from './hidden.ts';
import type { FleetLayout } from './layout.ts';

/** The lower two of Fleet's four zones: what was done anywhere, and what the log of the selected service complains of. */
export interface LowZones {
	readonly activity: readonly Line[];
	readonly errors: readonly Line[];
}

/** What they are told from. */
export interface LowParts {
	readonly state: State;
	readonly feeds: Feeds;
	readonly now: Millis;
	readonly view: FleetView;
	readonly layout: FleetLayout;
}

const none: LowZones = { activity: [], errors: [] };

/** The releases of all services, sorted anew only when a service changed: a key must not wait for thousands of them. */
function keptReleases(): (state: State) => readonly ReleaseRow[] {
	let known: { readonly services: State['services']; readonly rows: readonly ReleaseRow[] } | undefined;
	return (state) => {
		if (known?.services !== state.services) known = { services: state.services, rows: allReleases(state) };
		return known.rows;
	};
}

/** Makes the lower zones; once a second, since log lines come without an event. */
export function keptLow(): (parts: LowParts) => LowZones {
	const runsOf = journalRuns();
	const releasesOf = keptReleases();
	let inputs: readonly unknown[] = [];
	let kept = none;
	return ({ state, feeds, now, view, layout }) => {
		const { lowHeight: height, width, storyWidth } = layout;
		if (height === 0) return none;
		const { selected, above, below } = view;
		const runs = runsOf(state);
		const next = [now, selected, above, below, height, width, storyWidth, state.services, runs];
		if (next.every((one, index) => one === inputs[index])) return kept;
		inputs = next;
		const [rule = [], ...done] = activityLines(releasesOf(state), { state, runs, now, width: width - 2, height });
		const service = selected === undefined ? undefined : state.services[selected];
		const said = errorLines(service, feeds, { width: storyWidth - 2, height });
		kept = {
			activity: block(kept.activity, [withHidden(rule, view), ...done], width),
			errors: block(kept.errors, said, storyWidth),
		};
		return kept;
	};
}

function block(before: readonly Line[], lines: readonly TextLine[], width: number): readonly Line[] {
	return keptLines(
		before,
		lines.map((line) => shownLine([piece(' '), ...line], width)),
	);
}
