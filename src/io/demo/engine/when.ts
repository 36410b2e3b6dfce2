import type { Millis } from '../../../core/model.ts';
import { numberOf } from './fields.ts';
import { healthDue } from './health.ts';
import { hexOf } from './ids.ts';
import type { Container, DemoImage } from './types.ts';

/** What happens to a container by itself, and when. */
export type Happening =
	| { readonly is: 'ends'; readonly at: Millis; readonly code: number; readonly oom: boolean }
	| { readonly is: 'comes back'; readonly at: Millis }
	| { readonly is: 'turns'; readonly at: Millis };

/** 0..1, always the same for a container and a run of it. */
function luck(container: Container): number {
	return Number.parseInt(hexOf(container.id, container.lives.length).slice(0, 8), 16) / 0x1_0000_0000;
}

/** How long after its start the memory of a leaking container is full; undefined: never, or it has no limit. */
export function fullAfter(container: Container, image: DemoImage | undefined): Millis | undefined {
	const full = image?.program.fault?.full;
	if (full === undefined || numberOf(container.hostConfig['Memory']) === 0) return undefined;
	return Math.round(full * (0.8 + 0.4 * luck(container)));
}

function endOf(container: Container, image: DemoImage | undefined): Happening | undefined {
	if (container.started === undefined || image?.program.fault === undefined) return undefined;
	const full = fullAfter(container, image);
	const ends = image.program.fault.ends;
	if (ends !== undefined && ends.after <= (full ?? Number.POSITIVE_INFINITY))
		return { is: 'ends', at: container.started + ends.after, code: ends.code, oom: false };
	return full === undefined ? undefined : { is: 'ends', at: container.started + full, code: 137, oom: true };
}

/** The next thing that happens to a container by itself; undefined: nothing ever. */
export function nextOf(container: Container, image: DemoImage | undefined): Happening | undefined {
	if (container.state === 'restarting')
		return container.again === undefined ? undefined : { is: 'comes back', at: container.again };
	if (container.state !== 'running') return undefined;
	const end = endOf(container, image);
	const turn = healthDue(container, image);
	if (turn === undefined) return end;
	return end !== undefined && end.at <= turn ? end : { is: 'turns', at: turn };
}
