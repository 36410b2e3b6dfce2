// The script that calls a host's Compose, in real shells, with a `docker` and a `docker-compose` that only keep files.
import { spawn, spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { composeScript } from '../../src/platforms/compose/script.ts';

const root = mkdtempSync(join(tmpdir(), 'watchdeck-compose-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const shells = [['dash'], ['busybox', 'sh'], ['bash', '--posix']].filter(
	([name = '']) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0,
);

/** Containers are files named by their ids: `NAME IMAGE STATE`. Each call is a line of the log. */
const DOCKER = `#!/bin/sh
cd "$STATE" || exit 1
find() { for it in c/*; do read -r n _ <"$it"; [ "\${it#c/}" = "$1" ] || [ "$n" = "$1" ] && echo "$it" && return; done; return 1; }
put() { it=$(find "$1") || exit 1; read -r name image state <"$it"; case $2 in name) name=$3 ;; state) state=$3 ;; esac; echo "$name $image $state" >"$it"; }
case "$1 $2" in
'compose version') [ -f v2 ] && cat v2 || exit 1 ;;
'compose '*) shift; cd "$OLDPWD"; exec docker-compose "$@" ;;
'image inspect') [ -f "i/$5" ] && cat "i/$5" || { echo "no such image $5" >&2; exit 1; } ;;
'inspect --type')
	it=$(find "$6") || exit 1
	read -r name image state <"$it"
	case $5 in *Id*) echo "\${it#c/}" ;; *Name*) echo "/$name" ;; *Image*) echo "$image" ;; *Status*) echo "$state" ;; esac ;;
'inspect --format') it=$(find "$4") && echo "\${it#c/}" || { echo "no such object $4" >&2; exit 1; } ;;
'ps -aq') ls c ;;
*)
	echo "docker $*" >>log
	case $1 in
	tag) cat "i/$2" >"i/$3" ;;
	rename) put "$2" name "$3" ;;
	start) shift; for one in "$@"; do put "$one" state running; done ;;
	stop) shift; for one in "$@"; do put "$one" state exited; done ;;
	rm) rm "$(find "$2")" ;;
	esac ;;
esac
`;
/** `tool` in the state's folder says what it does. */
const COMPOSE = `#!/bin/sh
[ "$1" = version ] && { [ -f "$STATE/v1" ] && cat "$STATE/v1"; exit; }
. "$STATE/tool"
`;

interface Ran {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

function world(shell: readonly string[]) {
	const folder = mkdtempSync(join(root, 'w-'));
	const [bin, state, locks, dir] = ['bin', 'state', 'locks', 'my shop'].map((name) => join(folder, name)) as [
		...[string, string, string, string],
	];
	for (const path of [bin, state, locks, dir, join(state, 'c'), join(state, 'i')]) mkdirSync(path);
	for (const [name, text] of [
		['docker', DOCKER],
		['docker-compose', COMPOSE],
	] as const) {
		writeFileSync(join(bin, name), text);
		chmodSync(join(bin, name), 0o755);
	}
	writeFileSync(join(state, 'i', 'OLD'), 'OLD\n');
	writeFileSync(join(state, 'i', 'NEW'), 'NEW\n');
	const put = (file: string, text: string) => writeFileSync(join(state, file), text);
	const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, STATE: state };
	const argv = (verb: string, given: Readonly<Record<string, string>>, words: readonly string[]) => {
		const all = {
			key: 'compose-shop-api',
			dir,
			project: 'shop',
			service: 'api',
			tool: 'v2',
			names: 'P',
			wait: '20',
			...given,
		};
		const pairs = Object.entries(all).map(([name, value]) => `${name}=${value}`);
		const [program = 'sh', ...options] = shell;
		return [
			program,
			[...options, '-c', composeScript(locks), 'watchdeck-compose', verb, ...pairs, '--', ...words],
		] as const;
	};
	return {
		...{ state, locks, dir, bin, put, env, argv },
		box: (id: string, is: string) => put(`c/${id}`, `${is}\n`),
		boxes: () =>
			readdirSync(join(state, 'c'))
				.map((id) => `${id} ${readFileSync(join(state, 'c', id), 'utf8').trim()}`)
				.toSorted(),
		log: () => (existsSync(join(state, 'log')) ? readFileSync(join(state, 'log'), 'utf8').trim().split('\n') : []),
		tag: (name: string) => readFileSync(join(state, 'i', name), 'utf8').trim(),
		say: (verb: string, given: Readonly<Record<string, string>>, words: readonly string[], more: object = {}): Ran => {
			const [program, rest] = argv(verb, given, words);
			const done = spawnSync(program, rest, { encoding: 'utf8', env: { ...env, ...more }, timeout: 10_000 });
			return { code: done.status ?? -1, out: done.stdout, err: done.stderr };
		},
	};
}

const up = { image: 'NEW', name: 'live' };
const back = { image: 'OLD', name: 'live', after: 'OLD', ids: 'o1', ran: 'yes' };
const TOOL = ['docker', 'compose', 'up'];

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('the script under %s', (_name, shell) => {
	test('says what is there and what is not', () => {
		const { say, put, box, dir } = world(shell);
		put('v2', '2.26.1-4\n');
		box('o1', 'P OLD running');
		writeFileSync(join(dir, 'compose.yaml'), '');
		expect(say('look', { id: 'o1' }, ['compose.yaml', 'prod.yaml'])).toMatchObject({
			code: 0,
			out: 'docker=o1\nv2=2.26.1-4\nv1=\nlacks=prod.yaml\n',
		});
		put('v1', '1.29.2\n');
		expect(say('look', { id: 'o2' }, []).out).toContain('docker=no such object o2\n');
		expect(say('look', { id: 'o1' }, []).out).toContain('v1=1.29.2\n');
		expect(say('look', { id: 'o1', dir: '/none' }, ['compose.yaml']).out).toContain('lacks=/none\n');
	});

	test('lets nothing of the config out but a hash and the name of the image', () => {
		const { say, put } = world(shell);
		const lines = [
			...['networks:', '  api:', '    image: net:1', 'services:', '  web:', '    image: web:1', '  api:'],
			...['    environment:', '      TOKEN: secret-1', '      image: secret-2', '    image: live:1', '  "1.5":'],
			...["    image: 'quoted:1'", '  built:', '    build: .', 'x-own:', '  built:', '    image: own:1'],
		];
		put('config', `${lines.join('\n')}\n`);
		put('tool', `case "$*" in *--hash*) echo "api abc" ;; *) cat "$STATE/config" ;; esac\n`);
		const of = (service: string) => say('read', { service, tool: '1.29' }, ['docker-compose', 'config']);
		expect(of('api')).toEqual({ code: 0, out: 'hash=abc\nimage=live:1\n', err: '' });
		expect(of('1.5').out).toBe('hash=abc\nimage=quoted:1\n');
		for (const without of ['built', 'none']) expect(of(without).out).toBe('hash=abc\n');
	});

	test('of v2 also the hashes of the whole config, with and without what it depends on', () => {
		const { say, put } = world(shell);
		put(
			'tool',
			`case "$*" in
'-p shop --project-directory '*'/my shop -f - config --hash api') echo "api of-$(grep -c -e secret-1 -e '  db')" ;;
*--hash*) echo "api abc" ;;
*) printf 'services:\\n  api:\\n    image: live:1\\n    depends_on:\\n      db:\\n        required: true\\n    environment:\\n      TOKEN: secret-1\\n' ;; esac\n`,
		);
		expect(say('read', {}, ['docker', 'compose', '-f', 'a', 'config'])).toEqual({
			...{ code: 0, out: 'hash=abc\nimage=live:1\nhash=of-2\nhash=of-1\n', err: '' },
		});
		expect(say('read', {}, ['docker-compose', '-f', 'a', 'config']).out).toContain('hash=of-1');
	});

	test('says that the tool says no, and not why: that quotes values', () => {
		const { say, put } = world(shell);
		put('tool', 'echo "invalid interpolation: secret-1" >&2; echo secret-2; exit 15\n');
		const said = say('read', {}, ['docker', 'compose', 'config']);
		expect(said).toEqual({ code: 13, out: '', err: 'Compose says no to the files of the project shop\n' });
		put(
			'tool',
			'case "$*" in *--hash*) echo "api abc" ;; *) echo "env file secret-1 not found" >&2; exit 14 ;; esac\n',
		);
		expect(say('read', {}, ['docker', 'compose', 'config'])).toEqual(said);
	});

	test('finds a service that only a profile brings', () => {
		const { say, put } = world(shell);
		put(
			'tool',
			`[ "$COMPOSE_PROFILES" = '*' ] || { echo "no such service: api: disabled" >&2; exit 1; }
case "$*" in *--hash*) echo "api abc" ;; *) printf 'services:\\n  api:\\n    image: live:1\\n' ;; esac\n`,
		);
		expect(say('read', {}, ['docker', 'compose', 'config'], { COMPOSE_PROFILES: '' })).toEqual({
			...{ code: 0, out: 'hash=abc\nimage=live:1\nhash=abc\nhash=abc\n', err: '' },
		});
	});

	test('gives the image its name, calls the tool in the folder, tells what it said and leaves nothing', () => {
		const { say, put, log, tag, locks, dir } = world(shell);
		put('tool', `echo "tool $*" >>"$STATE/log"; pwd; [ -t 0 ] || read -r none || echo "no input"\n`);
		const done = say('up', up, [...TOOL, 'api']);
		expect(done).toEqual({ code: 0, out: `${dir}\nno input\n`, err: '' });
		expect(log()).toEqual(['docker tag NEW live', 'tool up api']);
		expect([tag('live'), readdirSync(locks)]).toEqual(['NEW', []]);
	});

	test('ends as the tool ended, with the end of what it said', () => {
		const { say, put, locks } = world(shell);
		put('tool', `i=0; while [ $i -lt 900 ]; do echo "line $i"; i=$((i + 1)); done; exit 7\n`);
		const { code, out, err } = say('up', up, TOOL);
		expect([code, out, readdirSync(locks)]).toEqual([7, '', []]);
		expect(err.length).toBeLessThanOrEqual(3000);
		expect(err).toContain('line 899\n');
	});

	test('an image that is gone: nothing is named and the tool is not called', () => {
		const { say, log, put } = world(shell);
		put('tool', 'echo called >>"$STATE/log"\n');
		const { code, err } = say('up', { ...up, image: 'GONE' }, TOOL);
		expect([code, err, log()]).toEqual([1, 'no such image GONE\n', []]);
	});

	test('says so where its own files cannot be written', () => {
		const { say, put, locks } = world(shell);
		put('tool', 'exit 0\n');
		rmSync(locks, { recursive: true });
		expect(say('up', up, TOOL)).toMatchObject({ code: 12, err: `${locks} cannot be written to\n` });
	});

	test.each<[string, Record<string, string>, readonly string[], readonly string[]]>([
		[
			'v2: one that was never started goes',
			{},
			['o1 P OLD running', 'n1 abcdefabcdef_P NEW created'],
			['o1 P OLD running'],
		],
		['v2: it gets the name where nobody has it', {}, ['n1 abcdefabcdef_P NEW created'], ['n1 P NEW created']],
		[
			'v2: one that runs stays',
			{},
			['o1 P OLD running', 'n1 abcdefabcdef_P NEW running'],
			['o1 P OLD running', 'n1 abcdefabcdef_P NEW running'],
		],
		[
			'1.29: forward both stay',
			{ tool: '1.29' },
			['o1 abcdefabcdef_P OLD exited', 'n1 P NEW created'],
			['o1 abcdefabcdef_P OLD exited', 'n1 P NEW created'],
		],
		[
			'1.29: the old one gets its name back',
			{ tool: '1.29', image: 'OLD' },
			['o1 abcdefabcdef_P OLD exited', 'n1 P NEW running'],
			['o1 P OLD exited'],
		],
		['1.29: there is only the old one', { tool: '1.29' }, ['o1 abcdefabcdef_P OLD exited'], ['o1 P OLD exited']],
		[
			'names of other containers are left alone',
			{},
			['o1 abcdefabcdef_Q OLD created'],
			['o1 abcdefabcdef_Q OLD created'],
		],
		['a name that only looks so too', {}, ['o1 abcdefabcdeg_P OLD created'], ['o1 abcdefabcdeg_P OLD created']],
	])('puts containers in order before it calls the tool: %s', (_what, given, before, after) => {
		const { say, put, box, boxes, state } = world(shell);
		put('tool', `ls "$STATE/c" >"$STATE/seen"\n`);
		for (const one of before) box(one.slice(0, 2), one.slice(3));
		expect(say('up', { ...up, ...given }, TOOL).code).toBe(0);
		expect(boxes()).toEqual([...after].toSorted());
		expect(readFileSync(join(state, 'seen'), 'utf8').trim().split('\n').toSorted()).toEqual(
			after.map((one) => one.slice(0, 2)).toSorted(),
		);
	});

	test('the way back starts what is still there, and calls the tool only for what is not', () => {
		const still = world(shell);
		still.put('tool', 'echo tool >>"$STATE/log"\n');
		still.box('o1', 'P OLD exited');
		expect(still.say('back', back, TOOL).code).toBe(0);
		expect([still.boxes(), still.log()]).toEqual([
			['o1 P OLD running'],
			['docker tag OLD live', 'docker start o1', 'docker tag OLD live'],
		]);
		const anew = world(shell);
		anew.put('tool', 'echo tool >>"$STATE/log"\n');
		anew.box('n1', 'P NEW running');
		expect(anew.say('back', { ...back, after: 'NEW' }, TOOL).code).toBe(0);
		expect([anew.log(), anew.tag('live')]).toEqual([['docker tag OLD live', 'tool', 'docker tag NEW live'], 'NEW']);
		const stopped = world(shell);
		stopped.put('tool', 'exit 0\n');
		stopped.box('o1', 'P OLD running');
		expect(stopped.say('back', { ...back, ran: 'no' }, TOOL).code).toBe(0);
		expect(stopped.boxes()).toEqual(['o1 P OLD exited']);
	});

	const whole = async (alone: ReturnType<typeof world>, more: object = {}) => {
		const { put, env, argv, state, locks, say, log } = alone;
		put(
			'tool',
			`echo begun >>"$STATE/log"; until [ -f "$STATE/go" ]; do sleep 0.05; done; echo ended >>"$STATE/log"\n`,
		);
		const [program, rest] = argv('up', up, TOOL);
		const child = spawn(program, rest, { env: { ...env, ...more }, detached: true, stdio: 'ignore' });
		await expect.poll(log, { timeout: 5000 }).toContain('begun');
		process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
		expect(readdirSync(locks).some((name) => name.endsWith('.sid'))).toBe(true);
		const late = say('up', { ...up, wait: '0' }, ['false'], more);
		expect([late.code, late.err]).toEqual([11, expect.stringContaining('an earlier call of Compose has not ended')]);
		setTimeout(() => writeFileSync(join(state, 'go'), ''), 0);
		const [again, words] = argv('up', up, TOOL);
		const second = spawn(again, words, { env: { ...env, ...more }, stdio: 'ignore' });
		expect(await new Promise((resolve) => second.on('close', resolve))).toBe(0);
		expect(log()).toEqual(['docker tag NEW live', 'begun', 'ended', 'docker tag NEW live', 'begun', 'ended']);
		expect(readdirSync(locks)).toEqual([]);
	};

	test('whoever waits is killed with its group: the tool goes on, and the next call waits for its end', () =>
		whole(world(shell)));

	// Where a Mac's `sh` is bash: dash and busybox make no process group without a terminal, and have setsid beside them.
	const noSetsid = async () => {
		const alone = world(shell);
		const only = join(alone.state, 'only');
		mkdirSync(only);
		for (const name of [
			'sh',
			'cat',
			'date',
			'sleep',
			'tail',
			'head',
			'rm',
			'mv',
			'ls',
			'sort',
			'dirname',
			'dash',
			'bash',
			'busybox',
		]) {
			const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
			if (found !== '') symlinkSync(found, join(only, name));
		}
		await whole(alone, { PATH: `${alone.bin}:${only}` });
	};
	if (shell[0] === 'bash') test('the same where there is no setsid', noSetsid);

	test('its first process ended, another of its session did not: it is waited for', () => {
		const { say, put, log } = world(shell);
		put('tool', `(sleep 0.4; echo plugin ended >>"$STATE/log") & kill -9 $$\n`);
		expect(say('up', up, TOOL).code).toBe(137);
		expect(log()).toEqual(['docker tag NEW live', 'plugin ended']);
	});
});

test('whatever a word is, the tool gets it as it is', () => {
	const { say, put, state } = world(shells[0] ?? ['sh']);
	put(
		'tool',
		`printf '%s\\n' "$@" | od -An -c >/dev/null; for one in "$@"; do printf '%s\\0' "$one"; done >"$STATE/words"\n`,
	);
	const word = fc.string({
		minLength: 1,
		maxLength: 12,
		unit: fc.constantFrom('a', ' ', "'", '"', '$', '(', ')', '`', '\\', '\n', '*', ';', '-', '=', 'é'),
	});
	fc.assert(
		fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), word, (words, dir) => {
			const safe = words.map((each) => `x${each}`);
			expect(say('up', { ...up, project: dir }, ['docker-compose', ...safe]).code).toBe(0);
			expect(readFileSync(join(state, 'words'), 'utf8').split('\0').slice(0, -1)).toEqual(safe);
		}),
		{ numRuns: 15 },
	);
});
