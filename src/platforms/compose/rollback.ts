import type { Steps } from '../../core/making.ts';
import { missingOn, pullSteps } from '../missing-image.ts';
import { bringingUp } from './bringing.ts';
import { nowOf } from './now.ts';

/** A roll back of a Compose service: its own tool makes it anew from the earlier image, which gets the name that the file has. */
export const rollback: Steps<'rollback'> = async ({ to }, of, making) => {
	const now = await nowOf(of, making);
	if (!now.ok) return now;
	const { host } = now.value.project;
	const away = await missingOn(of, making, { to, hosts: [host] });
	if (!away.ok) return away;
	const first = {
		steps: pullSteps(of, away.value),
		impact: away.value.map(({ name }) => `${name} is pulled first, while the old container still serves.`),
	};
	const label = of.releases.find(({ image }) => image?.id === to)?.label ?? to;
	const up = { plan: making.id, wanted: { id: to }, label, within: making.asks.within };
	return bringingUp(now.value, up, first, making);
};
