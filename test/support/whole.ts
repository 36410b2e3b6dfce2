// Reads backups by the dataset's own script, with stand-ins for what its other parts bring.
import { spawnSync } from 'node:child_process';
import type { DatasetKindName } from '../../src/core/dataset/kind-name.ts';
import { unpackPart } from '../../src/core/dataset/script/unpack.ts';
import { wholeParts } from '../../src/core/dataset/script/wholes.ts';
import { saidIn } from '../../src/core/host/said.ts';
import { known } from '../../src/core/known.ts';

/** What a backup that was read to its end says of itself, as far as its format tells. */
export interface WholeFacts {
	/** Without quotes; with its schema where the format has schemas: `public.orders`. */
	readonly tables: readonly string[];
	/** The version of the server that it was made of. */
	readonly dumped?: string;
	/** The databases that are named in it. */
	readonly of: readonly string[];
	/** What nobody can tell by its format. */
	readonly unproven?: string;
}

/** The facts that `whole_KIND` printed, a line each. */
function factsIn(text: string): WholeFacts {
	const said = saidIn(text);
	return {
		tables: said.get('table') ?? [],
		of: said.get('of') ?? [],
		...known({ dumped: said.get('dumped')?.[0], unproven: said.get('unproven')?.[0] }),
	};
}

/** What the script may be told besides. `tool`: what stands for `k_tool`; `path`: where programs are looked for. */
export interface Given {
	readonly database?: string;
	readonly most?: number;
	readonly own?: 'yes';
	/** Tables that must be in it, with commas between. */
	readonly tables?: string;
	readonly tool?: string;
	readonly path?: string;
	readonly cwd?: string;
}

/** How a backup was read. `says`: the first line on stderr, empty where it is whole. */
export interface HowRead {
	/** `gzip/sql`, and the member of a tar that holds it. */
	readonly format: string;
	readonly whole: boolean;
	readonly says: string;
	readonly facts: WholeFacts;
}

const script = (kind: DatasetKindName, tool: string) => `LC_ALL=C
export LC_ALL
fail() { printf '%s\\n' "$2" >&2; exit "$1"; }
k_tool() { ${tool}; }
${unpackPart}${wholeParts[kind]}
kind=${kind} file=$1 database=$2 most=$3 own=$4 tables=$5
look_at "$file"
echo "format=$outer/$inner\${member:+/$member}"
{
	ended=$({ { unpack "$file"; echo $? >&3; } | { whole_${kind} >&4; echo $? >&3; }; } 3>&1)
} 4>&1
case $ended in
'0
0') ;;
*) exit 1 ;;
esac`;

/** Reads a file in a shell (by its program) as a backup of a kind. */
export function readBackup(shell: string, kind: DatasetKindName, file: string, given: Given = {}): HowRead {
	const { database = '', most, own = '', tables = '', tool = '"$@"', path, cwd } = given;
	const words = [
		'-c',
		script(kind, tool),
		'watchdeck-dataset',
		file,
		database,
		most === undefined ? '' : String(most),
		own,
		tables,
	];
	const env = path === undefined ? process.env : { ...process.env, PATH: path };
	const { status, stdout, stderr, error } = spawnSync(shell, words, { argv0: 'sh', encoding: 'utf8', env, cwd });
	if (error !== undefined) throw error;
	return {
		format: /^format=(.*)$/m.exec(stdout)?.[1] ?? '',
		whole: status === 0,
		says: stderr.split('\n')[0] ?? '',
		facts: factsIn(stdout),
	};
}

/** What comes out of a file where only `unpack` runs, and how that ended. */
export function unpacked(shell: string, file: string, most = ''): { readonly bytes: Buffer; readonly ok: boolean } {
	const text = `fail() { exit "$1"; }\n${unpackPart}\nmost=$2\nlook_at "$1"\nunpack "$1"`;
	const { status, stdout } = spawnSync(shell, ['-c', text, 'sh', file, most], { argv0: 'sh', maxBuffer: 2 ** 26 });
	return { bytes: stdout, ok: status === 0 };
}
