import { commandWords } from './config.ts';
import { networksJson, portList } from './ends-json.ts';
import { isYes, labelsOf, textOf } from './fields.ts';
import { type Filters, filtersOf, hasLabels } from './filters.ts';
import { imageOf } from './find.ts';
import { healthAt } from './health.ts';
import { mountsJson } from './inspect.ts';
import { done, refused } from './outcome.ts';
import { statusOf } from './status.ts';
import type { Container, Engine, Handler } from './types.ts';

/** A command as the list shows it: words with blanks in quotes. */
function commandText(container: Container): string {
	return commandWords(container.config)
		.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`))
		.join(' ');
}

/** The name that it was made with, as long as that still means its image; else the image's id. */
function imageText(engine: Engine, container: Container): string {
	const ref = textOf(container.config['Image']);
	return imageOf(engine, ref)?.id === container.image ? ref : container.image;
}

function rowOf(engine: Engine, container: Container, now: number): unknown {
	return {
		Id: container.id,
		Names: [`/${container.name}`],
		Image: imageText(engine, container),
		ImageID: container.image,
		Command: commandText(container),
		Created: Math.floor(container.created / 1000),
		Ports: portList(container),
		Labels: container.config['Labels'] ?? {},
		State: container.state,
		Status: statusOf(container, engine.images.get(container.image), now),
		HostConfig: { NetworkMode: textOf(container.hostConfig['NetworkMode']) },
		NetworkSettings: { Networks: networksJson(engine, container, false) },
		Mounts: mountsJson(container.mounts, false),
	};
}

function isNamed(container: Container, wanted: string): boolean {
	try {
		const form = new RegExp(wanted);
		return form.test(container.name) || form.test(`/${container.name}`);
	} catch {
		return false;
	}
}

type Test = (engine: Engine, container: Container, wanted: string, now: number) => boolean;
const tests: Readonly<Record<string, Test>> = {
	id: (_, { id }, wanted) => id.startsWith(wanted),
	name: (_, container, wanted) => isNamed(container, wanted),
	status: (_, { state }, wanted) => state === wanted,
	exited: (_, { state, exit }, wanted) => state === 'exited' && String(exit) === wanted,
	network: (_, { networks }, wanted) =>
		Object.entries(networks).some(([name, end]) => name === wanted || end.network === wanted),
	ancestor: (engine, { image }, wanted) => imageOf(engine, wanted)?.id === image,
	health: (engine, container, wanted, now) => healthAt(container, engine.images.get(container.image), now) === wanted,
	volume: (_, { mounts }, wanted) => mounts.some(({ name, at }) => name === wanted || at === wanted),
};

function fits(engine: Engine, container: Container, filters: Filters, now: number): boolean {
	const { label, ...others } = filters;
	if (!hasLabels(labelsOf(container.config['Labels']), label ?? [])) return false;
	return Object.entries(others).every(([name, wanted]) =>
		wanted.some((each) => tests[name]?.(engine, container, each, now) ?? true),
	);
}

/** `GET /containers/json?all=&limit=&filters=`: newest first; only those that run unless `all` or a state is asked for. */
export const list: Handler = (engine, { query, now }) => {
	const filters = filtersOf(query);
	if (filters === undefined) return refused(engine, 400, 'invalid filter');
	const unknown = Object.keys(filters).find((name) => name !== 'label' && tests[name] === undefined);
	if (unknown !== undefined) return refused(engine, 400, `Invalid filter '${unknown}'`);
	const limit = Number(query.get('limit') ?? 0);
	const all =
		isYes(query.get('all')) || limit > 0 || filters['status'] !== undefined || filters['exited'] !== undefined;
	const found = [...engine.containers.values()]
		.filter((each) => all || !['created', 'exited'].includes(each.state))
		.filter((each) => fits(engine, each, filters, now))
		.sort((one, other) => other.created - one.created);
	const rows = (limit > 0 ? found.slice(0, limit) : found).map((each) => rowOf(engine, each, now));
	return done(engine, 200, rows);
};
