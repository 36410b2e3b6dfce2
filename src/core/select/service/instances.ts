import { seenUntil } from '../../condition/engine.ts';
import { percent, shortId } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import { measuredAs } from '../../measured.ts';
import type { Instance, Millis, Service } from '../../model.ts';
import { seriesName } from '../../series-name.ts';
import type { Telling } from '../telling.ts';
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

/** What is needed to tell of containers. */
type Told = Pick<Telling, 'state' | 'feeds' | 'now' | 'width'>;

/** A number that is older says nothing of now. */
const oldest: Millis = 60_000;

/** What one of several containers uses; of a single one the curves tell it. */
function usedText(service: Service, instance: Instance, { feeds, now }: Told): readonly string[] {
	if (service.instances.length === 1) return [];
	return (['cpu', 'memory'] as const).flatMap((measure) => {
		const last = feeds.numbers(seriesName(measuredAs(service, instance), measure))?.last();
		return last === undefined || now - last.at > oldest ? [] : `${measure} ${percent(last.value)}`;
	});
}

function instanceLines(service: Service, instance: Instance, telling: Told): readonly TextLine[] {
	const { host, name, id, image, state, restarts, health } = instance;
	const { now, width } = telling;
	const seen = seenUntil(telling.state, host, now);
	const old = seen === now ? '' : `seen ${lengthText(now - seen)} ago, `;
	const counted = `${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`;
	const from = `image ${image.ref ?? '?'} ${shortId(image.id)}`;
	const used = usedText(service, instance, telling);
	const text = [`${old}${stateText(instance, seen)}`, healthText(instance), counted, ...used, from].join(', ');
	const tone = state === 'running' && health !== 'unhealthy' ? 'plain' : 'warn';
	return headed(`${host}  `, `${name} ${shortId(id)}: ${text}`, { width, tone }).slice(0, 3);
}

/** The containers of a service: where each is, which, how it stands or stood when it was last seen, and from which image. */
export function containerLines(service: Service, telling: Told): readonly TextLine[] {
	if (service.instances.length === 0) return [lineOf('it has no container', 'warn')];
	return service.instances.flatMap((instance) => instanceLines(service, instance, telling));
}
