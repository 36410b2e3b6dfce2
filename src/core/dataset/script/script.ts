import type { DatasetKindName } from '../kind-name.ts';
import { commonPart, wordsPart } from './common.ts';
import { copyPart } from './copy.ts';
import { kindParts } from './kinds.ts';
import { makePart } from './make.ts';
import { provePart } from './prove.ts';
import { restorePart } from './restore.ts';
import { roomPart } from './room.ts';
import { unpackPart } from './unpack.ts';
import { wholeParts } from './wholes.ts';

/** No line of a script is this one. */
const end = 'END_OF_WATCHDECK';
/** The name under which the script is carried: `sh -c SCRIPT NAME VERB NAME=VALUE…`. */
export const datasetScriptName = 'watchdeck-dataset';

/** Lines of ours without what only a reader of the source needs: where they begin, and comments. */
function compact(text: string): string {
	return text
		.split('\n')
		.map((line) => line.replace(/^\t+/, ''))
		.filter((line) => line !== '' && !line.startsWith('# '))
		.join('\n');
}

/**
 * The script of one kind (docs/decisions/029): what all share, and the functions of the kind. A throwaway container is given
 * the same text, so it is there as a value, too.
 */
export function datasetScript(kind: DatasetKindName): string {
	const parts = [wordsPart, commonPart, makePart, copyPart, provePart, restorePart, roomPart, unpackPart];
	const program = `${parts.join('')}${wholeParts[kind]}${kindParts[kind]}
case $verb in apart | abandon | within) ;; *) secrets ;; esac
case $verb in
dump | keep | discard | copy | uncopy | prune | verify | sweep | apart | beside | swap | unswap | drop | forget | within) "$verb" ;;
stand)
	tell clock "$(now)"
	told_place
	! command -v zstd >/dev/null 2>&1 || tell packer zst
	k_stand && told_room
	;;
lost) k_lost ;;
abandon) abandoned ;;
*) fail 2 "unknown verb $verb" ;;
esac
`;
	return `program=$(cat <<'${end}'
${compact(program)}
${end}
)
eval "$program"`;
}
