import { z } from 'zod';
import type { Instance, Millis, Result } from '../model.ts';
import { garbled, idText, jsonOf, understood } from './answer.ts';

/** What can happen to a container, as far as it changes what we show. */
const actions = [
	'create',
	'start',
	'die',
	'stop',
	'kill',
	'oom',
	'restart',
	'destroy',
	'rename',
	'update',
	'pause',
	'unpause',
] as const;
/** What an event says has happened to a container. */
export type ContainerAction = (typeof actions)[number] | 'health';

/** A line of the engine's event stream that is about a container. `at` is by the engine's clock. */
export interface ContainerEvent {
	readonly id: string;
	readonly action: ContainerAction;
	readonly at: Millis;
	readonly name?: string;
	/** The exit code, of `die`. */
	readonly exit?: number;
	/** Of `health`. */
	readonly health?: Instance['health'];
}

const attribute = z.string().nullish();
const schema = z.object({
	Type: z.string(),
	Action: z.string(),
	Actor: z.object({ ID: z.string(), Attributes: z.object({ name: attribute, exitCode: attribute }).nullish() }),
	time: z.number().nullish(),
	timeNano: z.number().nullish(),
});
type Line = z.infer<typeof schema>;

/** What makes, removes or renames images. */
const imageActions = ['delete', 'untag', 'tag', 'pull', 'load', 'import'];

/** What happens to the services and nodes of a Swarm; only its managers tell it. */
const swarmTypes = ['service', 'node'];
const swarmActions = ['create', 'update', 'remove'];

/** No event is longer, in UTF-16 units; its attributes hold all labels of a container. */
const longest = 1024 * 1024;

/** These are followed by `die` or `start`, which say what came of them. */
const announced: readonly string[] = ['stop', 'kill', 'restart'];

/** What is asked of `GET /events` (docker.md §8), ready for the query. `since`: seconds, by the engine's clock. */
export function eventsPath(since?: number): string {
	const own = actions.filter((action) => !announced.includes(action));
	const event = [...new Set([...own, 'health_status', ...imageActions, ...swarmActions])];
	const filters = JSON.stringify({ type: ['container', 'image', ...swarmTypes], event });
	return `/events?filters=${encodeURIComponent(filters)}${since === undefined ? '' : `&since=${since}`}`;
}

function actionOf(action: string): Pick<ContainerEvent, 'action' | 'health'> | undefined {
	// `health_status: unhealthy`; engines also send it bare, without saying which.
	const health = /^health_status(?:: ?(\w+))?/.exec(action);
	if (health !== null) {
		const is = (['healthy', 'unhealthy', 'starting'] as const).find((word) => word === health[1]);
		return { action: 'health', ...(is === undefined ? {} : { health: is }) };
	}
	const plain = actions.find((word) => word === action);
	return plain === undefined ? undefined : { action: plain };
}

function timeOf({ time, timeNano }: Line): Millis {
	if (timeNano != null) return Math.floor(timeNano / 1e6);
	return (time ?? 0) * 1000;
}

/** What an event's attributes say: the container's name, and how its process ended. */
function said({ name, exitCode }: NonNullable<Line['Actor']['Attributes']>): Pick<ContainerEvent, 'name' | 'exit'> {
	const exit = exitCode != null && /^-?\d{1,10}$/.test(exitCode) ? Number(exitCode) : undefined;
	return { ...(name ? { name: name.slice(0, 256) } : {}), ...(exit === undefined ? {} : { exit }) };
}

/** What is read anew as a whole: the images, when one came, went or was renamed; the Swarm, when a service or node changed. */
export type Bulk = 'images' | 'swarm';

function bulkOf({ Type, Action }: Line): Bulk | undefined {
	if (Type === 'image' && imageActions.includes(Action)) return 'images';
	return swarmTypes.includes(Type) && swarmActions.includes(Action) ? 'swarm' : undefined;
}

/**
 * One line of the stream: what happened to a container, or what is to be read anew; undefined when it is nothing that we
 * show (`exec_die` of a health check, a network, …).
 */
export function readEvent(host: string, line: string): Result<ContainerEvent | Bulk | undefined> {
	const what = `An event of the engine of ${host}`;
	if (line.length > longest) return garbled(what, `it is longer than ${longest} characters`);
	const json = jsonOf(line, what);
	if (!json.ok) return json;
	const event = understood(schema, json.value, what);
	if (!event.ok) return event;
	const { Type, Action, Actor } = event.value;
	const bulk = bulkOf(event.value);
	if (bulk !== undefined) return { ok: true, value: bulk };
	const action = Type === 'container' ? actionOf(Action) : undefined;
	if (action === undefined) return { ok: true, value: undefined };
	const id = understood(idText, Actor.ID, what);
	if (!id.ok) return id;
	return { ok: true, value: { id: id.value, ...action, at: timeOf(event.value), ...said(Actor.Attributes ?? {}) } };
}
