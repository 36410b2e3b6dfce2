import type { Read } from '../../core/call.ts';
import { composeScriptName as scriptName } from '../../core/compose-words.ts';
import { failed } from '../../core/failed.ts';
import type { Making } from '../../core/making.ts';
import type { Instance, Result } from '../../core/model.ts';
import { pastable } from '../../core/quote.ts';
import type { Project } from './project.ts';
import { codes, composeScript } from './script.ts';

/** The Compose of a host: which generation, and the words it is called with. */
export interface Tool {
	readonly is: 'v2' | '1.29';
	readonly version: string;
	readonly argv: readonly string[];
}

/** What the script printed, by name; a name may be there more than once. */
function saidIn(text: string): ReadonlyMap<string, readonly string[]> {
	const lines = text.split('\n').flatMap((line) => {
		const at = line.indexOf('=');
		return at === -1 ? [] : [{ name: line.slice(0, at), value: line.slice(at + 1).trim() }];
	});
	const groups = Map.groupBy(lines, ({ name }) => name);
	return new Map([...groups].map(([name, all]) => [name, all.map(({ value }) => value)]));
}

/** A call of the script that only reads. */
export function scriptRead(host: string, words: readonly string[]): Read {
	const argv = ['sh', '-c', composeScript(), scriptName, ...words];
	return { via: 'exec', host, argv, timeout: 30_000, most: 16_384, effect: 'read' };
}

const isVersion = (text: string | undefined): text is string => /^v?\d+\.\d+/.test(text ?? '');
const majorOf = (version: string) => Number.parseInt(version.replace(/^v/, ''), 10);

/** The tools of a host by what they say of themselves: the plugin, and what is called `docker-compose`. */
function toolsOf(v2: string | undefined, v1: string | undefined): readonly Tool[] {
	const tools: Tool[] = [];
	if (isVersion(v2)) tools.push({ is: 'v2', version: v2, argv: ['docker', 'compose'] });
	if (isVersion(v1)) tools.push({ is: majorOf(v1) >= 2 ? 'v2' : '1.29', version: v1, argv: ['docker-compose'] });
	return tools;
}

/** The tool that made the containers; the other generation would give them other names and make them all anew. */
function chosen(tools: readonly Tool[], { host, version, project }: Project): Result<Tool> {
	const is: Tool['is'] = isVersion(version) && majorOf(version) < 2 ? '1.29' : 'v2';
	const tool = tools.find((each) => each.is === is);
	if (tool !== undefined) return { ok: true, value: tool };
	const wanted = is === 'v2' ? 'the plugin of docker (docker compose)' : 'docker-compose 1.29';
	const fix = `Install ${wanted} on ${host}, or do it where the project ${project} is brought up.`;
	const [other] = tools;
	if (other === undefined) return failed('missing', `There is no Compose on ${host}.`, fix);
	const message = `Compose ${version} made the containers of ${project}, and ${host} has only ${other.version}: it would name them otherwise and make all of them anew.`;
	return failed('missing', message, fix);
}

/** Why the host's own `docker` does not help; undefined where it knows the container. */
function withoutDocker(said: string | undefined, { host, id, name }: Instance): Result<never> | undefined {
	if (said === id) return undefined;
	const words = (said ?? '').slice(0, 200);
	const message = `The command docker on ${host} does not find ${name}: ${words === '' ? 'it says nothing' : words}.`;
	const fix = `Compose is called there, by this user: see that “${pastable(['docker', 'inspect', name])}” works.`;
	return failed('refused', message, fix);
}

/** The Compose that is to be called, found by asking its host; refused where there is none, or where it could not read the project. */
export async function toolOf(making: Making, project: Project, first: Instance): Promise<Result<Tool>> {
	const { host, dir, files, envFiles } = project;
	if (making.shellless?.includes(host) === true) {
		const message = `Only the engine of ${host} is reached, and Compose is called on its host.`;
		return failed('refused', message, 'Give the host as ssh: in the config, or bring it up there by hand.');
	}
	const look = scriptRead(host, ['look', `id=${first.id}`, `dir=${dir}`, '--', ...files, ...envFiles]);
	const answer = await making.ask(look, making.signal);
	if (!answer.ok) return { ok: false, failure: answer.failure };
	const said = saidIn(answer.value.text);
	const tool = chosen(toolsOf(said.get('v2')?.[0], said.get('v1')?.[0]), project);
	const docker = withoutDocker(said.get('docker')?.[0], first);
	if (!tool.ok || docker !== undefined) return docker ?? tool;
	const [lacks] = said.get('lacks') ?? [];
	if (lacks === undefined) return tool;
	const message = `${lacks}, from which the Compose project ${project.project} was made, cannot be read on ${host}.`;
	return failed('missing', message, 'Put it back there, or let this user read it.');
}

/** The words that call the tool on a project, before those that say what to do. */
export function toolWords({ argv }: Tool, { project, dir, files, envFiles }: Project): readonly string[] {
	return [
		...argv,
		...['-p', project, '--project-directory', dir],
		...files.flatMap((file) => ['-f', file]),
		...envFiles.flatMap((file) => ['--env-file', file]),
	];
}

/** What the project's files say of a service now. */
export interface FilesSay {
	/** Any of them may be the one that its containers bear. */
	readonly hashes: readonly string[];
	/** The name of its image; '' where it has none of its own. */
	readonly image: string;
}

/**
 * Asks the tool what the files say now: a hash of the service's config and the name of its image, nothing else. Refused where the tool
 * says no to them: its `up` would fail too. Why stays on the host, since it may quote values. What is not known for another reason is
 * the inner failure.
 */
export async function filesSay(making: Making, project: Project, tool: Tool): Promise<Result<Result<FilesSay>>> {
	const { host, dir, service } = project;
	const words = ['read', `dir=${dir}`, `project=${project.project}`, `service=${service}`, `tool=${tool.is}`, '--'];
	const config = [...toolWords(tool, project), 'config'];
	const answer = await making.ask(scriptRead(host, [...words, ...config]), making.signal);
	if (!answer.ok) {
		if (answer.reply?.code !== codes.no) return { ok: true, value: { ok: false, failure: answer.failure } };
		const message = `Compose on ${host} says no to the files of the project ${project.project} as they are now.`;
		const fix = `See why, there: ${pastable(['cd', dir])} && ${pastable([...config, '--quiet'])}`;
		return failed('refused', message, fix);
	}
	const said = saidIn(answer.value.text);
	const value = { hashes: said.get('hash') ?? [], image: said.get('image')?.[0] ?? '' };
	return { ok: true, value: { ok: true, value } };
}
