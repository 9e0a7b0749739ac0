"""Files of records put back one by one."""

from operations import files


def test_a_file_takes_no_other_files_name_on_its_way(tmp_path):
    archived, live = tmp_path / "archived", tmp_path / "live"
    for name in ("notice", "notice.new"):
        for root, text in ((archived, f"archived {name}"), (live, f"live {name}")):
            (root / files.OF_RECORDS).mkdir(parents=True, exist_ok=True)
            (root / files.OF_RECORDS / name).write_text(text)
    files.put(archived, live, f"{files.OF_RECORDS}/notice")
    kept = {path.name: path.read_text() for path in (live / files.OF_RECORDS).iterdir()}
    assert kept == {"notice": "archived notice", "notice.new": "live notice.new"}
    assert (live / files.OF_RECORDS / "notice").stat().st_mode & 0o777 == 0o600
