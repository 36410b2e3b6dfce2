import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backupsParts } from '../../../src/core/select/backups/backups.ts';
import { environmentParts } from '../../../src/core/select/environment/environment.ts';
import { fleetScreen } from '../../../src/core/select/fleet/fleet.ts';
import { frameOf } from '../../../src/core/select/frame/frame.ts';
import { welcomeScreen } from '../../../src/core/select/frame/welcome.ts';
import { helpScreen } from '../../../src/core/select/help.ts';
import { hostsParts } from '../../../src/core/select/hosts/hosts.ts';
import { journalScreen } from '../../../src/core/select/journal/screen.ts';
import { logsScreen } from '../../../src/core/select/logs/screen.ts';
import { operatorScreen } from '../../../src/core/select/operator.ts';
import { paletteScreen } from '../../../src/core/select/palette.ts';
import { entryScreen, interruptedScreen, planScreen } from '../../../src/core/select/plan/screen.ts';
import { quitScreen } from '../../../src/core/select/quit.ts';
import { releasesParts } from '../../../src/core/select/releases/releases.ts';
import { sortedRows } from '../../../src/core/select/rows/rows.ts';
import { runbooksParts } from '../../../src/core/select/runbooks/runbooks.ts';
import { serviceScreen } from '../../../src/core/select/service/service.ts';
import { splitScreen } from '../../../src/core/select/split/split.ts';
import { askScreen } from '../../../src/core/select/walk/ask.ts';
import { gotoScreen } from '../../../src/core/select/walk/goto.ts';
import { moreScreen } from '../../../src/core/select/walk/more.ts';
import { walkScreen } from '../../../src/core/select/walk/screen.ts';
import { sureScreen } from '../../../src/core/select/walk/sure.ts';
import type { Feeds, Run, State } from '../../../src/core/state.ts';
import type { Dialog } from '../../../src/core/ui.ts';
import { commands } from '../../../src/screens/index.ts';
import { createLines } from '../../../src/store/lines.ts';
import { makeNumbers } from '../../../src/store/series.ts';
import { dataset, unsent } from '../../screens/datasets-found.ts';
import { fleetState, is, samples, service } from '../../screens/fleet-state.ts';
import { found, withFacts } from '../../screens/found.ts';
import { aPlan, aService, entriesOf, notes, start } from '../../support/plans.ts';
import { came, listed, opened as openedWalk, serviceDown, walking } from '../../support/walks.ts';

const plan = aPlan();
const entries = entriesOf(
	notes([
		{ what: 'planned', plan },
		{ what: 'begins', step: 0, way: 'does' },
		{ what: 'done', text: '' },
	]),
);
const lines = createLines();
lines.append(
	plan.service,
	Array.from({ length: 30 }, (_, index) => ({ at: start, from: 'out', instance: 'api', text: `GET /pay?id=${index}` })),
);
const numbers = makeNumbers();
for (const measure of ['requests', 'errors', 'p95', 'cpu', 'memory']) {
	numbers.append(samples(plan.service, measure, (place) => place * 0.9));
}
const feeds: Feeds = { numbers: numbers.numbers, lines: lines.lines };

/** More environments than a small terminal has rows; one service is down, one host is lost. */
function state(): State {
	const many = Array.from({ length: 12 }, (_, index) => service(`preview-${index}/web`));
	const base = fleetState([aService(), ...many], { 'production/api': is('down', 'exit code 137') });
	const lost = { is: 'down', since: start - 9000, retry: start + 9000 } as const;
	const links = { ...base.links, vps2: { ...lost, failure: { kind: 'unreachable', message: 'no route' } as const } };
	const ui = { ...base.ui, service: plan.service, order: sortedRows(base), selected: { fleet: 'production/api' } };
	return { ...base, links, journal: { entries }, ui };
}
const at = (run: Partial<Run>): Run => ({ plan, opened: start, stage: 'shown', entries, ...run });
const opened = (dialog: Dialog, run: Partial<Run> = {}): State => {
	const base = state();
	return { ...base, runs: { [plan.id]: at(run) }, ui: { ...base.ui, dialog } };
};
const planned: Dialog = { is: 'plan', run: plan.id, scroll: 0, more: true };
const message = { tone: 'warning', text: 'The lock on vps1 is held by bob. '.repeat(9), at: start } as const;
const told = (of: State): State => ({ ...of, ui: { ...of.ui, message } });
const filtered = (of: State): State => ({ ...of, ui: { ...of.ui, filter: { fleet: 'web', logs: 'pay' } } });

const job = { is: 'job', name: 'backup.sh', by: 'cron', schedule: '30 3 * * *', command: 'backup.sh --all' } as const;
const backup = { is: 'backup', name: 'db', place: 'vps1:/backups', newest: start - 9e7, within: 9e6, size: 9 } as const;
const scheduled = withFacts(state(), 'host/vps1', [
	found('schedule', [job, { ...job, name: 'rotate', exit: 1, last: start }]),
	found('backup', [backup, { ...backup, name: 'files', median: 8 }]),
	found('backup', [dataset('shop'), unsent('ledger')], { source: 'datasets' }),
]);
const walk = openedWalk(serviceDown, [
	{ is: 'came', step: 'resources', ...came({ output: 'mem 93%\n'.repeat(40), lines: 40, bytes: 320 }) },
	{ is: 'noted', step: 'resources', text: 'memory is at its limit' },
]);
const atStep = { walk: 'w-20', step: 'resources' };
const walked = (dialog?: Dialog): State => {
	const base = { ...walking(walk), runbooks: { all: [listed('service-down'), listed('minor')], failures: [] } };
	return dialog === undefined ? base : { ...base, ui: { ...base.ui, dialog } };
};
const scrolledWalk: State = { ...walked(), ui: { ...walked().ui, scroll: 30 } };
const onTab = (of: State, tab: number): State => ({ ...of, ui: { ...of.ui, tab } });

const drawn: readonly (readonly [string, State, (state: State) => unknown])[] = [
	['fleet', state(), (of) => fleetScreen()(of, feeds, start)],
	['fleet, filtered', filtered(state()), (of) => fleetScreen()(of, feeds, start)],
	['environment', state(), (of) => splitScreen('environment', environmentParts)(of, feeds, start)],
	['service', state(), (of) => serviceScreen()(of, feeds, start)],
	['logs', filtered(state()), (of) => logsScreen()(of, feeds, start)],
	['journal', state(), (of) => journalScreen()(of, feeds, start)],
	['releases', state(), (of) => splitScreen('releases', releasesParts)(of, feeds, start)],
	['all releases', onTab(state(), 1), (of) => splitScreen('releases', releasesParts)(of, feeds, start)],
	['backups', scheduled, (of) => splitScreen('backups', backupsParts)(of, feeds, start)],
	['hosts', scheduled, (of) => splitScreen('hosts', hostsParts)(of, feeds, start)],
	['schedule', onTab(scheduled, 1), (of) => splitScreen('hosts', hostsParts)(of, feeds, start)],
	['welcome', state(), (of) => welcomeScreen()(of, feeds, start)],
	['the frame', told(state()), (of) => frameOf(commands)(of, feeds, start)],
	['plan', opened(planned), (of) => planScreen()(of, feeds, start)],
	['held run', opened(planned, { stage: 'held', because: 'still 500' }), (of) => planScreen()(of, feeds, start)],
	['interrupted run', opened({ is: 'interrupted', run: plan.id }), (of) => interruptedScreen()(of, feeds, start)],
	['stored run', opened({ is: 'entry', run: plan.id, scroll: 3 }), (of) => entryScreen()(of, feeds, start)],
	['help', opened({ is: 'help' }), (of) => helpScreen(commands)(of, feeds, start)],
	['palette', opened({ is: 'palette', selected: 2 }), (of) => paletteScreen(commands)(of, feeds, start)],
	['quit', opened({ is: 'quit' }, { stage: 'running' }), (of) => quitScreen()(of, feeds, start)],
	['operator', opened({ is: 'operator', account: 'root' }), (of) => operatorScreen()(of, feeds, start)],
	['runbooks', walked(), (of) => splitScreen('runbooks', runbooksParts)(of, feeds, start)],
	['walk', walked(), (of) => walkScreen()(of, feeds, start)],
	['walk, scrolled', scrolledWalk, (of) => walkScreen()(of, feeds, start)],
	['walk, more', walked({ is: 'walk-more', ...atStep, selected: 3 }), (of) => moreScreen()(of, feeds, start)],
	['walk, a question', walked({ is: 'walk-ask', ...atStep, asks: 'value' }), (of) => askScreen()(of, feeds, start)],
	['walk, its steps', walked({ is: 'walk-goto', walk: 'w-20', selected: 7 }), (of) => gotoScreen()(of, feeds, start)],
	['walk, its text', walked({ is: 'walk-sure', walk: 'w-20', of: 'text' }), (of) => sureScreen()(of, feeds, start)],
	['walk, its walker', walked({ is: 'walk-sure', walk: 'w-20', of: 'walk' }), (of) => sureScreen()(of, feeds, start)],
];

const size = fc.record({ columns: fc.integer({ min: 1, max: 220 }), rows: fc.integer({ min: 1, max: 60 }) });
/** The sizes at which there is hardly any room, where sums go below zero. */
const little = Array.from({ length: 30 * 16 }, (_, index) => ({
	columns: 1 + (index % 30),
	rows: 1 + Math.floor(index / 30),
}));

describe.each(drawn)('%s', (_, of, draw) => {
	const drawAt = (to: State['ui']['size']) => draw({ ...of, ui: { ...of.ui, size: to } });

	test('is drawn at every size of the terminal', () => {
		for (const one of little) expect(() => drawAt(one), `${one.columns}x${one.rows}`).not.toThrow();
		fc.assert(
			fc.property(size, (one) => void drawAt(one)),
			{ numRuns: 50 },
		);
	});
});
