import { shortId } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { Instance, Millis } from '../../model.ts';
import { headed, lineOf, type TextLine } from '../text/line.ts';

/** How long it runs, or when and how it ended. */
function stateText({ state, started, ended, exit, oom }: Instance, now: Millis): string {
	if (state === 'running') return started === undefined ? state : `${state} for ${lengthText(now - started)}`;
	const when = ended === undefined ? '' : ` ${lengthText(now - ended)} ago`;
	const how = exit === undefined ? '' : `, exit code ${exit}`;
	return `${state}${when}${how}${oom === true ? ', killed: out of memory' : ''}`;
}

function healthText({ health, healthSays }: Instance): string {
	if (health === 'none') return 'no health check of its own';
	return health === 'unhealthy' && healthSays !== undefined ? `${health} (${healthSays})` : health;
}

function instanceLines(instance: Instance, now: Millis, width: number): readonly TextLine[] {
	const { host, name, id, image, state, restarts, health } = instance;
	const counted = `${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`;
	const from = `image ${image.ref ?? '?'} ${shortId(image.id)}`;
	const text = [stateText(instance, now), healthText(instance), counted, from].join(', ');
	const tone = state === 'running' && health !== 'unhealthy' ? 'plain' : 'warn';
	return headed(`${host}  `, `${name} ${shortId(id)}: ${text}`, { width, tone }).slice(0, 3);
}

/** The containers of a service: where each is, which, how it stands, and from which image. */
export function containerLines(instances: readonly Instance[], now: Millis, width: number): readonly TextLine[] {
	if (instances.length === 0) return [lineOf('it has no container', 'warn')];
	return instances.flatMap((instance) => instanceLines(instance, now, width));
}
