import type { Question, Said } from './model.ts';

/** What the script answers; an engine and the programs themselves are asked otherwise. */
export type Plain = Exclude<Question, { readonly is: 'subcommand' | 'engine' }>;

/**
 * What a host has of what a runbook needs, as `sh -c SCRIPT watchdeck-lint KIND WORD KIND WORD …`, under dash and busybox alike. It looks and
 * starts nothing that it was given: `command -v`, `test`, `printenv`, and `getent hosts`, which asks the host's own resolver and sends nothing to
 * the address. Prints `packages=PROGRAM`, what installs there, then `N=yes|no|unknown` for each pair, and `asked=COUNT` at its end. No value of a
 * variable is printed. What lies behind a folder that this account may not enter is unknown.
 */
export const lintScript = `for packages in apt-get dnf yum apk pacman zypper brew; do
	command -v "$packages" >/dev/null 2>&1 && { printf 'packages=%s\\n' "$packages"; break; }
done
limit=
timeout 5 true >/dev/null 2>&1 && limit='timeout 5'
wd_there() {
	[ -e "$1" ] && return 0
	above=$1
	until [ -e "$above" ] || [ -z "$above" ]; do above=\${above%/*}; done
	[ -x "\${above:-/}" ] && return 1
	return 2
}
wd_resolves() {
	case $1 in '' | -*) return 2 ;; esac
	command -v getent >/dev/null 2>&1 || return 3
	$limit getent hosts "$1"
	case $? in 0) return 0 ;; 2) return 1 ;; *) return 2 ;; esac
}
wd_look() {
	case $1 in
	program) command -v -- "$2" || return 1 ;;
	root) PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; command -v -- "$2" || return 1 ;;
	file) case $2 in /*) wd_there "$2" ;; *) return 2 ;; esac ;;
	folder) case $2 in /*) [ -d "$2" ] || { wd_there "$2" && return 1; } ;; *) return 2 ;; esac ;;
	variable) case $2 in '' | *[!A-Za-z0-9_]*) return 2 ;; *) printenv "$2" ;; esac ;;
	name) wd_resolves "$2" ;;
	*) return 2 ;;
	esac
}
count=0
while [ "$#" -gt 1 ]; do
	(wd_look "$1" "$2") >/dev/null 2>&1 </dev/null
	case $? in 0) said=yes ;; 1) said=no ;; *) said=unknown ;; esac
	count=$((count + 1))
	printf '%s=%s\\n' "$count" "$said"
	shift 2
done
printf 'asked=%s\\n' "$count"
`;

/** So many questions go out at once: each is two words of a command line. */
export const mostAtOnce = 100;

/** The words of questions for the script. */
export function lintWords(questions: readonly Plain[]): readonly string[] {
	return questions.flatMap((one) => [one.is === 'program' && one.root ? 'root' : one.is, one.name]);
}

/** What the script said. */
export interface ScriptSaid {
	/** In the order of the questions. */
	readonly said: readonly Said[];
	/** The program that installs packages there. */
	readonly packages?: string;
}

const isSaid = (text: string | undefined): text is Said => text === 'yes' || text === 'no' || text === 'unknown';

/** Reads what the script printed; undefined where it did not come to its end. Other lines, as of a login shell, are left out. */
export function parseLintSaid(text: string, count: number): ScriptSaid | undefined {
	const answers = new Map(
		[...text.matchAll(/^(\d+|packages|asked)=([\w-]+)$/gm)].map(([, key, value]) => [key, value]),
	);
	if (answers.get('asked') !== String(count)) return undefined;
	const said = Array.from({ length: count }, (_, at) => answers.get(String(at + 1)));
	if (!said.every(isSaid)) return undefined;
	const packages = answers.get('packages');
	return { said, ...(packages === undefined ? {} : { packages }) };
}
