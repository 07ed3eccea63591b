from datetime import date

from corpus.errors import DataError, InputError, NotInForce, SetupError, SuanceError


def test_every_error_is_ours_and_says_what_to_do() -> None:
    errors = [
        DataError("a.yaml", "rate", found=1, expected=2, line=3, fix="改正"),
        InputError("amount", "x" * 60, allowed="金额", question="多少元？"),
        NotInForce("p", as_of=date(2030, 1, 1), start=date(2024, 8, 19), end=date(2027, 12, 31)),
        SetupError("端口被占用", repair="换一个端口"),
    ]
    assert all(isinstance(error, SuanceError) for error in errors)
    assert [str(error) for error in errors] == [
        "a.yaml:3: rate: 找到 1，应为 2。改正",
        "amount: “" + "x" * 40 + "…” 无法使用，应为金额。多少元？",
        "p: 2030-01-01 不在有效期 2024-08-19 至 2027-12-31 之内",
        "端口被占用。处理办法：换一个端口",
    ]
    assert str(InputError("a", 1, allowed="文字")) == "a: “1” 无法使用，应为文字"
    assert str(DataError("a.yaml", "k", found=1, expected=2)) == "a.yaml: k: 找到 1，应为 2"
