// A reason is typed by a person, who may paste a secret into it: what is printed of it has none.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Quiet } from '../../src/app/run-headless.ts';
import { showPlan } from '../../src/cli/act.ts';
import type { Acting } from '../../src/cli/acting.ts';
import { redact } from '../../src/core/redact.ts';
import { aPlan, aState } from '../support/plans.ts';
import { catchPrinted } from '../support/printed.ts';

const known = 'swordfish';
const acting: Acting = {
	...{ fleet: { hosts: [], environments: [], services: [], discover: [] }, operator: 'op', dryRun: true },
	reason: `it logs ${known} and token=hunter2hunter2`,
	service: 'production/api',
	action: { name: 'restart', does: 'restarts', want: () => ({ ok: true, value: { action: 'restart' } }) },
};
const session = { vault: { redact: (text: string) => redact(text, [known]) } };
// Only what printing asks for.
const quiet = { state: () => aState('open'), feeds: {}, session } as unknown as Quiet;
let printed: ReturnType<typeof catchPrinted>;
beforeEach(() => {
	printed = catchPrinted();
});
afterEach(() => void vi.restoreAllMocks());

test.each([
	['as text', {}, /^Why: it logs ••• and token=•••$/m],
	['as JSON', { json: true }, /"why": *"it logs ••• and token=•••"/],
] as const)('a secret in the reason is not printed: %s', (_how, more, shown) => {
	showPlan({ ...acting, ...more }, quiet, aPlan());
	expect(printed.out()).toMatch(shown);
	expect(printed.out() + printed.err()).not.toMatch(/swordfish|hunter2/);
});
