// Programs that run a command which they are given.

/**
 * One such program. `run`: its name and what must follow it. `values`: options that take the next word. `of`: a word
 * before the command says on what (a host, a container). `gives`: the command's own words; a line for a shell, in all words
 * that follow; or such a line in one word, behind an option of these.
 */
interface Wrapper {
	readonly run: readonly string[];
	readonly values: ReadonlySet<string>;
	readonly of: boolean;
	readonly gives: 'words' | 'line' | RegExp;
}
/** A command within another: by whom and on what it is run, and the words that say it, from the first to before the last. */
export interface Within {
	readonly by: string;
	readonly of?: string;
	readonly as: 'words' | 'line';
	readonly from: number;
	readonly to: number;
}

function wrapper(run: string, values = '', { of = false, gives = 'words' }: Partial<Wrapper> = {}): Wrapper {
	const listed = values.split(' ').filter((value) => value !== '');
	return { run: run.split(' '), values: new Set(listed), of, gives };
}

const inContainer = '-e -u -w --env --env-file --user --workdir --detach-keys --index';
const compose = `${inContainer} -f -p --file --project-name --profile --project-directory -v --volume --entrypoint --name -l`;
const created =
	'-e -u -w -v -p -l -h -m -c --env --env-file --user --workdir --volume --publish --label --hostname --memory --cpus --name --network --mount --entrypoint --restart --platform --add-host --pull --ulimit --device --dns --log-driver --log-opt --volumes-from --link --ip --cap-add --cap-drop --security-opt --shm-size --tmpfs --net --pid --ipc --gpus --health-cmd';
const on = { of: true } as const;
const line = { gives: 'line' } as const;
/** The option that a script stands behind, also at the end of several. */
const scriptOption = /^-[A-Za-z]*c$/;
const flyOption = /^(?:-C|--command)$/;

const wrappers: readonly Wrapper[] = [
	wrapper('sudo', '-u -g -h -p -C -T -U -D -R -r -t --user --group --host --prompt --chdir'),
	wrapper('doas', '-u -C'),
	wrapper('env', '-u -C --unset --chdir'),
	wrapper('nice', '-n --adjustment'),
	wrapper('ionice', '-c -n --class --classdata'),
	...['nohup', 'setsid', 'command', 'builtin', 'exec', 'chronic'].map((name) => wrapper(name)),
	wrapper('stdbuf', '-i -o -e'),
	wrapper('time', '-f -o --format --output'),
	wrapper('timeout', '-s -k --signal --kill-after', on),
	wrapper('flock', '-w -E --timeout', on),
	wrapper('xargs', '-I -n -P -L -d -a -E -s --max-args --max-procs --delimiter --arg-file --replace'),
	wrapper('watch', '-n --interval', line),
	wrapper('eval', '', line),
	wrapper('ssh', '-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w', { ...on, ...line }),
	...['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh'].map((name) => wrapper(name, '-o -O', { gives: scriptOption })),
	wrapper('su', '-s -g --shell', { gives: /^(?:-c|--command)$/ }),
	...['docker', 'podman'].flatMap((engine) => [
		wrapper(`${engine} exec`, inContainer, on),
		wrapper(`${engine} container exec`, inContainer, on),
		wrapper(`${engine} compose exec`, compose, on),
		wrapper(`${engine} compose run`, compose, on),
		wrapper(`${engine} run`, created, on),
	]),
	...['exec', 'run'].map((verb) => wrapper(`docker-compose ${verb}`, compose, on)),
	wrapper('kubectl exec', '-n -c --namespace --container --context', on),
	wrapper('dokku run', '-e --env --ttl-seconds', on),
	wrapper('dokku enter', '', on),
	...['fly', 'flyctl'].map((name) => wrapper(`${name} ssh console`, '-a -g -r -u -A -s --app', { gives: flyOption })),
];
const byName = Map.groupBy(wrappers, ({ run }) => run[0] ?? '');

/** The command that these words give to be run; undefined where they give none. They may be those of any command. */
export function commandWithin(words: readonly string[]): Within | undefined {
	const name = nameOf(words[0]);
	if (name === 'find') return withinFind(words);
	for (const one of byName.get(name) ?? []) {
		const at = afterName(words, one);
		if (at !== undefined) return withinWrapper(words, one, at);
	}
	return undefined;
}

/** Whether these words begin a shell that runs what it is given as input; and on what. */
export function shellOnInput(words: readonly string[]): { readonly by: string; readonly of?: string } | undefined {
	const name = nameOf(words[0]);
	const [one] = byName.get(name) ?? [];
	if (one === undefined || one.run.length > 1) return undefined;
	const at = afterOptions(words, 1, one.values);
	if (one.gives instanceof RegExp) return at < words.length && words[at] !== '-s' ? undefined : { by: name };
	const host = words[at];
	return name === 'ssh' && host !== undefined && at + 1 >= words.length ? { by: name, of: host } : undefined;
}

/** A program's name without its folder. */
function nameOf(word = ''): string {
	return word.slice(word.lastIndexOf('/') + 1);
}

/** Where the words go on behind those that name a wrapper; undefined where they name none. */
function afterName(words: readonly string[], { run, values }: Wrapper): number | undefined {
	let at = 1;
	for (const part of run.slice(1)) {
		at = afterOptions(words, at, values);
		if (words[at] !== part) return undefined;
		at += 1;
	}
	return at;
}

function afterOptions(words: readonly string[], from: number, values: ReadonlySet<string>): number {
	let at = from;
	while (/^-./.test(words[at] ?? '') && words[at] !== '--') {
		const word = words[at] ?? '';
		// Of several in one word the last may take the next.
		const last = /^-[A-Za-z]+$/.test(word) ? `-${word.at(-1)}` : word;
		at += values.has(word) || values.has(last) ? 2 : 1;
	}
	return words[at] === '--' ? at + 1 : at;
}

function withinWrapper(words: readonly string[], { run, values, of, gives }: Wrapper, at: number): Within | undefined {
	const by = run.join(' ');
	if (gives instanceof RegExp) {
		const option = words.findIndex((word, index) => index >= at && gives.test(word));
		return option < 0 ? undefined : inRange(words, { by, as: 'line', from: option + 1, to: option + 2 });
	}
	let from = afterOptions(words, at, values);
	const target = of ? words[from] : undefined;
	if (of) from += 1;
	if (words[from] === '--') from += 1;
	const found = { by, as: gives, from, to: words.length };
	return inRange(words, target === undefined ? found : { ...found, of: target });
}

function withinFind(words: readonly string[]): Within | undefined {
	const option = words.findIndex((word) => /^-(?:exec|execdir|ok|okdir)$/.test(word));
	if (option < 0) return undefined;
	const end = words.findIndex((word, index) => index > option && (word === ';' || word === '+'));
	return inRange(words, { by: 'find', as: 'words', from: option + 1, to: end < 0 ? words.length : end });
}

function inRange(words: readonly string[], within: Within): Within | undefined {
	return within.from < Math.min(within.to, words.length) ? within : undefined;
}
