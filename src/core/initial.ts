import type { Fleet } from './config/fleet.ts';
import type { Practice } from './drill/practice.ts';
import { greeting } from './drill/score.ts';
import { group } from './engine/group.ts';
import type { Millis } from './model.ts';
import { isShared } from './operator.ts';
import type { State } from './state.ts';
import type { Ui } from './ui.ts';

/** What is known before anything was read. */
export interface Beginning {
	readonly at: Millis;
	readonly fleet: Fleet;
	readonly operator: string;
	/** The account, where nobody said who acts and `operator` is only made of it. */
	readonly account?: string;
	readonly demo: boolean;
	readonly readOnly: boolean;
	/** The config's path, where there is one. */
	readonly config?: string;
	/** What is practised. */
	readonly drill?: Practice;
	readonly size: { readonly columns: number; readonly rows: number };
}

/**
 * Who acts is asked where the account does not say it. Each time the cockpit opens, and no answer is kept: the next one to
 * use a shared account may be somebody else.
 */
const asked = (account: string | undefined): Pick<Ui, 'dialog' | 'field'> =>
	account === undefined || !isShared(account)
		? {}
		: { dialog: { is: 'operator', account }, field: { of: 'operator', text: '', at: 0 } };

/** The state at the start: Fleet is open, every host is being connected to, the config's services have no container yet. */
export const initialState = ({
	at,
	fleet,
	operator,
	demo,
	readOnly,
	size,
	account,
	config,
	drill,
}: Beginning): State => ({
	started: at,
	demo,
	readOnly,
	operator,
	...(config === undefined ? {} : { config }),
	...(drill === undefined ? {} : { drill }),
	fleet,
	...(fleet.keys === undefined ? {} : { keys: fleet.keys }),
	links: Object.fromEntries(fleet.hosts.map(({ name }) => [name, { is: 'connecting', since: at }])),
	engines: {},
	pings: {},
	hostFacts: {},
	counted: {},
	tops: {},
	locks: {},
	foreign: {},
	ledger: [],
	services: Object.fromEntries(group(fleet, {}, []).map((service) => [service.id, service])),
	layers: {},
	conditions: {},
	stood: {},
	cameBack: {},
	runs: {},
	walks: {},
	shells: {},
	journal: { entries: [] },
	ui: {
		screen: 'fleet',
		back: [],
		selected: {},
		order: [],
		moved: at,
		folded: [],
		filter: {},
		guard: at,
		size,
		logs: { follow: true, search: '', wrap: false, times: true, left: 0, window: 0 },
		tab: 0,
		scroll: 0,
		...(drill === undefined ? {} : { message: { tone: 'plain', text: greeting(drill), at } }),
		...(demo || readOnly ? {} : asked(account)),
	},
});
