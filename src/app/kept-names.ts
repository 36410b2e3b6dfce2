import type { Named } from '../actions/expired-names.ts';
import { pinnedOn } from '../core/engine/pinned.ts';
import type { Journal } from '../core/journal.ts';
import type { KeptName } from '../core/making.ts';
import type { Result, Service } from '../core/model.ts';
import { standing } from '../core/run.ts';
import type { State } from '../core/state.ts';

/** The names on images that changes of a Compose service made, by our journal: what others made may be another service's. */
export const keptNames = async (
	state: Pick<State, 'engines'>,
	journal: Pick<Journal, 'read'>,
	service: Service,
): Promise<Result<readonly Named[]>> => {
	const kept: Named[] = [];
	const all = service.platform === 'compose' ? pinnedOn(service, state) : [];
	for (const [run, pins] of Map.groupBy(all, ({ plan }) => plan)) {
		const entries = await journal.read({ run });
		if (!entries.ok) return entries;
		const { plan } = standing(entries.value) ?? {};
		if (plan?.id === run && plan.service === service.id)
			kept.push(...pins.map((pinned) => ({ pinned, entries: entries.value })));
	}
	return { ok: true, value: kept };
};

/** The same as a plan takes them. Without a journal nothing can be changed, and nothing is known of them. */
export const namesToEnd = async (
	state: Pick<State, 'engines'>,
	journal: Result<Pick<Journal, 'read'>>,
	service: Service,
): Promise<Result<readonly KeptName[]>> => {
	if (!journal.ok) return { ok: true, value: [] };
	const kept = await keptNames(state, journal.value, service);
	return kept.ok ? { ok: true, value: kept.value.map(({ pinned: { host, name } }) => ({ host, name })) } : kept;
};
