// A host with a simulated Compose: it answers what a plan and its probes ask, and carries its orders out, as the script of the
// project does on a real one (test/integration/compose-back.test.ts holds the real one to the same ends).
import type { Answer, Call, Read, Reply } from '../../src/core/call.ts';
import { type ComposeBox, type SimulatedCompose, simulatedCompose } from './compose.ts';

/** The name in the project's file. */
export const FILE_NAME = 'live:latest';
/** Images as the engine knows them, by the names that the simulated Compose has for them. */
export const idOf = (image: string): string => `sha256:${Buffer.from(image).toString('hex').padEnd(64, '0')}`;
const nameOfId = (id: string): string => Buffer.from(id.slice('sha256:'.length), 'hex').toString().replaceAll('\0', '');
export const hexOf = (id: string): string => id.replace(/\D/g, '').padStart(12, 'c').padEnd(64, '0');

export interface ComposeHost {
	readonly compose: SimulatedCompose;
	/** What each name means, by the names of the simulated images. */
	readonly tags: Map<string, string>;
	/** Images that are not there any more. */
	readonly gone: Set<string>;
	readonly ask: (call: Read) => Promise<Answer>;
	/** Carries an order out; Compose is cut before its order after so many. What became of the process that asked is not its matter. */
	readonly apply: (call: Call, orders?: number) => Reply;
	/** The image that a name or id stands for, by the names of the simulated images. */
	readonly imageOf: (ref: string) => string | undefined;
	/** What of Compose is there: its containers, each with whether its name is the proper one. */
	readonly boxes: () => readonly { readonly image: string; readonly state: string; readonly proper: boolean }[];
}

const reply = (code: number, text = '', err = ''): Reply => ({ code, text, err });

/** The words of a call of the script, and its `name=value`s. */
function scriptOf(call: Call): { readonly verb: string; readonly given: ReadonlyMap<string, string> } | undefined {
	if (call.via !== 'exec') return undefined;
	const [, , , name, verb, ...words] = call.argv.map(String);
	if (name !== 'watchdeck-compose' || verb === undefined) return undefined;
	const pairs = words.slice(0, words.indexOf('--')).map((word) => {
		const at = word.indexOf('=');
		return [word.slice(0, at), word.slice(at + 1)] as const;
	});
	return { verb, given: new Map(pairs) };
}

/** The lock of the only plan there is. */
const HELD = 'state=held\nplan=7f3a0c11\nwho=op-1\nwhat=test\nwhy=\nsince=1\nbeat=1\nnow=1\n';

/** Puts what a cut left in order, by the rules of docs/decisions/021. */
function order(tool: 'v2' | '1.29', { boxes, proper }: SimulatedCompose, goal: string): void {
	for (const box of [...boxes.values()].filter(({ name }) => name !== proper)) {
		const other = [...boxes.values()].find(({ name }) => name === proper);
		if (other === undefined) box.name = proper;
		else if (tool === 'v2' && box.state === 'created') boxes.delete(box.id);
		else if (tool === '1.29' && box.image === goal) {
			boxes.delete(other.id);
			box.name = proper;
		}
	}
}

export function composeHost(tool: 'v2' | '1.29'): ComposeHost {
	const compose = simulatedCompose(tool);
	const tags = new Map<string, string>();
	const all = () => [...compose.boxes.values()];
	const shownName = (box: ComposeBox) => (box.name === compose.proper ? box.name : `0123456789ab_${compose.proper}`);
	const labels = {
		'com.docker.compose.project': 'shop',
		'com.docker.compose.service': 'api',
		'com.docker.compose.oneoff': 'False',
		'com.docker.compose.version': tool === 'v2' ? '2.26.1' : '1.29.2',
		'com.docker.compose.project.working_dir': '/srv/shop',
		'com.docker.compose.project.config_files': '/srv/shop/compose.yaml',
		'com.docker.compose.config-hash': 'h1',
	};
	const listOf = (box: ComposeBox) => ({
		...{ Id: hexOf(box.id), Names: [`/${shownName(box)}`], Image: FILE_NAME, ImageID: idOf(box.image) },
		...{ State: box.state, Status: '', Labels: labels },
	});
	const inspectOf = (box: ComposeBox) => ({
		...{ Id: hexOf(box.id), Name: `/${shownName(box)}`, Image: idOf(box.image), RestartCount: 0 },
		State: { Status: box.state, Running: box.state === 'running', ExitCode: 0 },
		Config: { Image: FILE_NAME, Labels: labels, Env: ['TOKEN=tok-secret-1'] },
		HostConfig: {
			RestartPolicy: { Name: 'always' },
			PortBindings: { '8080/tcp': [{ HostIp: '', HostPort: '8081' }] },
		},
		...{ Mounts: [], NetworkSettings: { Networks: {} } },
	});
	const gone = new Set<string>();
	const imageOf = (ref: string) => {
		const image = ref.startsWith('sha256:') ? nameOfId(ref) : tags.get(ref);
		return gone.has(image ?? '') ? undefined : image;
	};

	const engineReply = (path: string): Reply => {
		if (path.startsWith('/containers/json')) return reply(200, JSON.stringify(all().map(listOf)));
		const [, kind, key] = /^\/(containers|images)\/(.+)\/json$/.exec(path) ?? [];
		const found = decodeURIComponent(key ?? '');
		const box = all().find((one) => hexOf(one.id) === found || shownName(one) === found);
		const image = kind === 'images' ? imageOf(found) : undefined;
		if (kind === 'containers' && box !== undefined) return reply(200, JSON.stringify(inspectOf(box)));
		if (image !== undefined) return reply(200, JSON.stringify({ Id: idOf(image), Config: {} }));
		return reply(404, '{"message":"none"}');
	};
	const scriptReply = (verb: string, given: ReadonlyMap<string, string>): Reply => {
		if (verb === 'read') return reply(0, `hash=h1\nimage=${FILE_NAME}\n`);
		const version = tool === 'v2' ? 'v2=2.26.1\nv1=\n' : 'v2=\nv1=1.29.2\n';
		return reply(0, `docker=${given.get('id')}\n${version}`);
	};

	const means = (name: string, image: string) => {
		tags.set(name, image);
		if (name === FILE_NAME) compose.tag(image);
	};
	const isAsThen = (ids: string) =>
		all()
			.map(({ id }) => hexOf(id))
			.toSorted()
			.join() === ids.split(' ').toSorted().join();
	/** Nothing is made anew where the containers of then are still there. */
	const started = (): 'done' => {
		for (const box of all()) box.state = 'running';
		return 'done';
	};
	const ran = (verb: string, given: ReadonlyMap<string, string>, orders?: number): Reply => {
		const word = (name: string) => given.get(name) ?? '';
		const goal = imageOf(word('image'));
		if (goal === undefined) return reply(1, '', 'no such image');
		means(word('name'), goal);
		order(tool, compose, goal);
		const isSame = verb === 'back' && isAsThen(word('ids'));
		const ended = isSame ? started() : compose.up(orders);
		const after = verb === 'back' && ended === 'done' ? imageOf(word('after')) : undefined;
		if (after !== undefined) means(word('name'), after);
		return ended === 'done' ? reply(0) : reply(1, '', ended);
	};
	const tagged = (path: string): Reply => {
		const [, id = ''] = /^\/images\/(.+)\/tag\?/.exec(path) ?? [];
		const asked = new URLSearchParams(path.split('?')[1]);
		const image = imageOf(decodeURIComponent(id));
		if (image === undefined) return reply(404, '{"message":"no such image"}');
		means(`${asked.get('repo')}:${asked.get('tag')}`, image);
		return reply(201);
	};
	let isHeld = false;
	const lockReply = (call: Call): Reply => {
		const verb = call.via === 'exec' ? call.argv[4] : undefined;
		if (verb === 'take' || verb === 'release') isHeld = verb === 'take';
		return reply(0, isHeld ? HELD : 'state=free\nnow=1\n');
	};

	return {
		compose,
		tags,
		gone,
		imageOf,
		boxes: () => all().map(({ image, state, name }) => ({ image, state, proper: name === compose.proper })),
		ask: async (call) => {
			const script = scriptOf(call);
			const other = script === undefined ? lockReply(call) : scriptReply(script.verb, script.given);
			const value = call.via === 'engine' ? engineReply(call.path) : other;
			if (value.code !== 404) return { ok: true, took: 1, value };
			return { ok: false, took: 1, failure: { kind: 'missing', message: 'none' }, reply: value };
		},
		apply: (call, orders) => {
			const script = scriptOf(call);
			if (script !== undefined) return ran(script.verb, script.given, orders);
			return call.via === 'engine' ? tagged(call.path) : lockReply(call);
		},
	};
}
