import type { Body, Call, Json, Word } from './call.ts';
import { isWord } from './call-withheld.ts';
import { composeCommands } from './compose-words.ts';
import { type DockerCall, dockerWords } from './docker-words.ts';
import { nginxGiven } from './nginx-words.ts';
import { programText } from './programs.ts';
import { pastable } from './quote.ts';

type EngineCall = Extract<Call, { readonly via: 'engine' }>;
type HttpCall = Extract<Call, { readonly via: 'http' }>;
type TcpCall = Extract<Call, { readonly via: 'tcp' }>;
type TlsCall = Extract<Call, { readonly via: 'tls' }>;
type SqlCall = Extract<Call, { readonly via: 'sql' }>;

/** Where an engine listens unless a host's config says otherwise. */
export const usualSocket = '/var/run/docker.sock';
/** A word longer than this is shortened by `callBrief`; in characters. */
const longWord = 80;

/** The text of a word as a person may see it: what stays on its host is `(as now)`, what is secret `(secret)`. */
function wordText(word: Word): string {
	if (typeof word === 'string') return word;
	if ('secret' in word) return '(secret)';
	if ('kept' in word) return '(as now)';
	if ('program' in word) return programText(word.program);
	return word.map(wordText).join('');
}

/** The same JSON with each reference in the words of `wordText`. */
function jsonShown(json: Json): unknown {
	if (typeof json !== 'object' || json === null) return json;
	if (isWord(json)) return wordText(json.$word);
	if (Array.isArray(json)) return json.map(jsonShown);
	return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, jsonShown(value)]));
}

function quoted(word: string): string {
	return pastable([word]);
}

function curlWords(method: string, url: string, rest: readonly string[]): readonly string[] {
	return ['curl', ...(method === 'GET' ? [] : ['-X', method]), ...rest, url];
}

function engineWords(call: EngineCall): readonly string[] {
	const body = call.body === undefined ? undefined : jsonShown(call.body);
	const asked = Object.entries(call.query ?? {}).map(([name, of]) => `${name}=${wordText(of)}`);
	const path = [call.path, ...asked].reduce((all, one) => `${all}${all.includes('?') ? '&' : '?'}${one}`);
	const asDocker: DockerCall = { method: call.method, path, body };
	const data = body === undefined ? [] : ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)];
	return (
		dockerWords(asDocker) ?? curlWords(call.method, `http://localhost${path}`, ['--unix-socket', usualSocket, ...data])
	);
}

function bodyWords(body: Body | undefined): readonly string[] {
	if (body === undefined) return [];
	return 'json' in body
		? ['-H', 'Content-Type: application/json', '-d', JSON.stringify(jsonShown(body.json))]
		: ['-d', wordText(body.text)];
}

function httpWords(call: HttpCall): readonly string[] {
	const headers = Object.entries(call.headers ?? {}).flatMap(([name, value]) => ['-H', `${name}: ${wordText(value)}`]);
	const trust = typeof call.fresh === 'object' ? ['--cacert', call.fresh.ca] : [];
	return curlWords(call.method, call.url, [...trust, ...headers, ...bodyWords(call.body)]);
}

function tcpWords({ name, port, resp }: TcpCall): readonly string[] {
	return resp === undefined ? ['nc', name, String(port)] : ['redis-cli', '-h', name, '-p', String(port)];
}

function sqlWords({ name, port, user, database, query }: SqlCall): readonly string[] {
	return ['psql', '-h', name, '-p', String(port), '-U', user, '-d', database, '-c', query];
}

function tlsWords({ name, port, servername, starttls }: TlsCall): readonly string[] {
	const to = name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`;
	const first = starttls === undefined ? [] : ['-starttls', starttls];
	return ['openssl', 's_client', '-connect', to, '-servername', servername ?? name, ...first];
}

function wordsOf(call: Call): readonly string[] {
	switch (call.via) {
		case 'exec':
			return call.argv.map(wordText);
		case 'engine':
			return engineWords(call);
		case 'http':
			return httpWords(call);
		case 'tcp':
			return tcpWords(call);
		case 'tls':
			return tlsWords(call);
		case 'dns':
			return ['dig', ...(call.server === undefined ? [] : [`@${call.server}`]), call.name, call.type];
		case 'sql':
			return sqlWords(call);
	}
}

/** What goes in, as a text; of commands of Redis a line each, as `redis-cli` takes them. */
function inputOf(call: Call): string | undefined {
	if (call.via === 'tcp' && call.resp !== undefined)
		return call.resp.map((words) => words.map(wordText).join(' ')).join('\n');
	const given = call.via === 'exec' ? call.input : call.via === 'tcp' ? call.send : undefined;
	return given === undefined ? undefined : wordText(given);
}

/** What a call of a script of ours does, without the script: its name, its verb and its words. */
function programWords(call: Call): readonly string[] | undefined {
	if (call.via !== 'exec') return undefined;
	const [, , script, ...words] = call.argv;
	const isOurs = typeof script === 'object' && 'program' in script;
	return isOurs ? words.map(wordText) : undefined;
}

/** A command of a runbook as it stands there, in the folder that it is run in. */
function walkText(call: Call): string | undefined {
	if (call.via !== 'exec') return undefined;
	const [, , script, , , folder, , text] = call.argv;
	if (typeof script !== 'object' || !('program' in script) || script.program !== 'walk') return undefined;
	const there = folder === undefined || folder === '' ? '' : `cd ${quoted(wordText(folder))} && `;
	return `${there}${text === undefined ? '' : wordText(text)}`;
}

function sentence(call: Call, show: (word: string) => string): string {
	const walk = walkText(call);
	if (walk !== undefined) return walk;
	const commands = call.via === 'exec' ? composeCommands(call.argv) : undefined;
	if (commands !== undefined) return commands.map((words) => words.map(show).join(' ')).join(' && ');
	const weights = call.via === 'exec' ? nginxGiven(call.argv) : undefined;
	if (weights !== undefined) {
		const { lines, file, test, reload } = weights;
		return `printf '%s\\n' ${lines.map(show).join(' ')} | tee ${show(file)} && ${test} && ${reload}`;
	}
	const words = wordsOf(call).map(show).join(' ');
	const given = inputOf(call);
	const input = given === undefined ? '' : `printf %s ${show(given)} | `;
	return `${input}${words}`;
}

/**
 * A call as the shell command that a person would give on its host: the `docker` command line where it has the same
 * meaning, else `curl`. What stays on the host or is secret is named, never shown.
 */
export function callText(call: Call): string {
	return sentence(call, quoted);
}

/**
 * `callText` on a line: words of more than 80 characters (bodies, scripts) are cut, with how much is missing; of a script of
 * ours its name and its words.
 */
export function callBrief(call: Call): string {
	const show = (word: string) =>
		word.length <= longWord ? quoted(word) : `'${word.slice(0, 24).replace(/\s+/g, ' ')}… +${word.length - 24}'`;
	return walkText(call) ?? programWords(call)?.map(show).join(' ') ?? sentence(call, show);
}
