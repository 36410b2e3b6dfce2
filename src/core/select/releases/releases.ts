import { keySaid } from '../../key-said.ts';
import type { Millis, Service } from '../../model.ts';
import type { Feeds, State } from '../../state.ts';
import { counted } from '../rows/words.ts';
import { type ReleaseTold, targetLines } from '../service/releases.ts';
import { releaseTold } from '../service/told.ts';
import { titleLine } from '../split/head.ts';
import type { MakeParts, SplitRow } from '../split/split.ts';
import type { TextLine } from '../text/line.ts';
import { releaseDetail } from './detail.ts';
import { releaseCell, releaseColumns, releaseFind } from './listed.ts';
import { runsOf } from './live.ts';
import { releaseOf, releaseRows, releaseTabs } from './rows.ts';

/** What is known of the releases of each service that is asked for, gathered once. */
function toldBy(state: State, feeds: Feeds, now: Millis): (service: Service) => ReleaseTold {
	const known = new Map<string, ReleaseTold>();
	return (service) => {
		const told = known.get(service.id) ?? releaseTold(service, { feeds, runs: runsOf(state, service.id), now });
		known.set(service.id, told);
		return told;
	};
}

/** The releases of a service, or those of all that ran: what ran when, and whether one can go back to it now. */
export const releasesParts: MakeParts = (state, feeds, now) => {
	const { ui } = state;
	const all = releaseTabs[ui.tab] === 'all';
	const service = all ? undefined : state.services[ui.service ?? ''];
	const rows = releaseRows(state);
	const told = toldBy(state, feeds, now);
	const of = all ? 'of every service that ran' : (service?.id ?? 'of no service');
	const tabs = releaseTabs.map((name) => (name === 'service' ? 'of the service' : 'of all'));
	const title = titleLine('RELEASES', tabs, ui.tab, `${of}, ${counted(rows.length, 'release')}`);
	const target: readonly TextLine[] =
		service === undefined
			? []
			: targetLines(service, ui.size.columns - 2, { most: 1, key: keySaid(state, 'action/rollback', 'r') });
	return {
		head: [title, ...target],
		columns: releaseColumns(all),
		rows: rows.map((row): SplitRow => {
			return { id: row.id, find: releaseFind(row), cell: (key) => releaseCell(row, key, { now, told }) };
		}),
		none: all
			? 'no release is known to have run'
			: `no release is known: ${keySaid(state, 'releases.next-tab', ']')} lists those of all services`,
		detail: (id, room) => {
			const row = releaseOf(state, id);
			return row === undefined ? [] : releaseDetail(row, { state, feeds, now }, room);
		},
	};
};
