import type { Drill } from '../../core/drill/model.ts';
import { environmentOf, nameOf } from '../../core/ids.ts';
import type { Millis } from '../../core/model.ts';
import type { DemoService } from './catalogue.ts';
import type { Lean } from './engine/types.ts';
import { releaseScenes, type Scene } from './timeline.ts';

/** A drill of the simulated fleet, and when it breaks. */
export interface Breaking {
	readonly drill: Drill;
	readonly at: Millis;
}

function serviceOf(services: readonly DemoService[], id: string): DemoService | undefined {
	return services.find(({ environment, name }) => environment === environmentOf(id) && name === nameOf(id));
}

/** What happens on a host when a drill breaks something of it; nothing on the hosts that it is not about. */
export function breakingScenes(
	{ drill: { breaks, of }, at }: Breaking,
	host: string,
	services: readonly DemoService[],
): readonly Scene[] {
	if (breaks.is === 'filled') return of === `host/${host}` ? [{ at, fill: breaks.bytes }] : [];
	const service = serviceOf(services, of);
	if (service === undefined || service.host !== host) return [];
	if (breaks.is === 'released') return releaseScenes(service, breaks.release, at, breaks.fault);
	const path = `/containers/${service.container}/kill?signal=KILL`;
	return [{ at, ask: { method: 'POST', path } }];
}

/** Who of the services fails while what a drill breaks is away. */
export function leansOf({ drill: { leaning, of } }: Breaking, services: readonly DemoService[]): readonly Lean[] {
	const on = serviceOf(services, of)?.container;
	if (on === undefined) return [];
	return leaning.flatMap(({ service, share, says }) => {
		const who = serviceOf(services, `${environmentOf(of)}/${service}`)?.container;
		return who === undefined ? [] : [{ who, on, share, says }];
	});
}
