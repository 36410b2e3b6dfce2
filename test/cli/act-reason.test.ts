// A reason is typed by a person, who may paste a secret into it: what is printed of it has none.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Headless, Quiet } from '../../src/app/run-headless.ts';
import { act } from '../../src/cli/act.ts';
import type { Acting } from '../../src/cli/acting.ts';
import type { Plan } from '../../src/core/plan.ts';
import { redact } from '../../src/core/redact.ts';
import { aPlan, aState } from '../support/plans.ts';
import { catchPrinted } from '../support/printed.ts';

const known = 'swordfish';
const reason = `it logs ${known} and token=hunter2hunter2`;
const asked: (string | undefined)[] = [];
/** A session that plans what it is asked, and knows one secret. */
const quiet = {
	state: () => aState('open'),
	feeds: {},
	session: {
		journal: { ok: true },
		vault: { redact: (text: string) => redact(text, [known]) },
		acting: {
			plan: async (_want: Plan['want'], _service: string, why?: string) => {
				asked.push(why);
				return { ok: true, value: aPlan() };
			},
		},
	},
};
vi.mock('../../src/app/run-headless.ts', () => ({
	withSession: (_headless: Headless, work: (quiet: Quiet) => Promise<unknown>) =>
		// Only what a dry run asks for.
		work(quiet as unknown as Quiet),
}));

const acting: Acting = {
	...{ fleet: { hosts: [], environments: [], services: [], discover: [] }, operator: 'op', dryRun: true, reason },
	service: 'production/api',
	action: { name: 'restart', does: 'restarts', want: () => ({ ok: true, value: { action: 'restart' } }) },
};
let printed: ReturnType<typeof catchPrinted>;
beforeEach(() => {
	asked.length = 0;
	printed = catchPrinted();
});
afterEach(() => void vi.restoreAllMocks());

test.each([
	['as text', {}, /^Why: it logs ••• and token=•••$/m],
	['as JSON', { json: true }, /"why": *"it logs ••• and token=•••"/],
] as const)('a secret in the reason is not printed: %s', async (_how, more, shown) => {
	expect(await act({ ...acting, ...more })).toBe(0);
	expect(printed.out()).toMatch(shown);
	expect(printed.out() + printed.err()).not.toMatch(/swordfish|hunter2/);
	// Acting takes it out of what it writes down itself.
	expect(asked).toEqual([reason]);
});
