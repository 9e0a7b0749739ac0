"""Invented people: names, ID numbers and phones that pass every check and belong to nobody."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

from records.personal import Gender

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文"
)
COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "慕容", "尉迟")
MALE = (
    "伟强军勇杰涛明超辉刚平建国志文斌浩宇波鹏飞鑫海山林峰亮东晨阳德福贵生荣发清宏成卫民庆祥永胜学义和振华立新"
    "凯旭天佑博瑞泽润正仁厚维柏松"
)
FEMALE = (
    "芳娜敏静秀娟英华慧巧美雅惠珠翠玉萍红娥玲芬燕彩春菊兰凤洁梅琳素云莲真环雪荣爱妹霞香月莺媛艳瑞凡佳"
    "嘉琼勤珍贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓"
)
RARE = "喆垚堃玥彧祎翀昇赟䶮𬀩"
MINORITY = (
    (Gender.MALE, "艾力·买买提", "维吾尔族"),
    (Gender.FEMALE, "阿依古丽·吐尔逊", "维吾尔族"),
    (Gender.MALE, "叶尔江·努尔兰", "哈萨克族"),
    (Gender.FEMALE, "古丽娜尔·阿不都", "维吾尔族"),
    (Gender.MALE, "巴图·乌力吉", "蒙古族"),
    (Gender.FEMALE, "卓玛·才让", "藏族"),
)
OTHER_NATIONS = ("回族", "满族", "蒙古族", "土家族", "苗族", "壮族", "朝鲜族")
# No district has these codes and no operator has opened these numbers, so nobody's own number can come out.
DISTRICTS = ("410199", "410299", "410399", "411699", "371099", "420199")
PREFIXES = ("154", "160", "161", "163", "164", "168")
ELDERS = ("大爷", "大妈", "阿姨", "叔", "奶奶")


@dataclass(frozen=True)
class Person:
    """Somebody invented."""

    name: str
    gender: Gender
    birth_date: date
    id_no: str
    phone: str
    ethnicity: str


class People:
    """Draws people; no ID number and no phone comes twice."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self._numbers: set[str] = set()

    def person(self, birth_years: range) -> Person:
        """Invent somebody born in one of those years."""
        dice = self.dice
        gender = Gender.MALE if dice.random() < 0.56 else Gender.FEMALE
        name, ethnicity = self.name(gender), "汉族"
        if dice.random() < 0.03:
            ethnicity = dice.choice(OTHER_NATIONS)
        elif dice.random() < 0.006:
            gender, name, ethnicity = dice.choice(MINORITY)
        birth = date(dice.choice(birth_years), 1, 1) + timedelta(days=dice.randrange(365))
        return Person(name, gender, birth, self.id_no(gender, birth), self.phone(), ethnicity)

    def name(self, gender: Gender | None = None) -> str:
        """Invent a name; of either gender where none is named."""
        dice = self.dice
        if gender is None:
            gender = dice.choice((Gender.MALE, Gender.FEMALE))
        surnames = SURNAMES if dice.random() > 0.006 else COMPOUND_SURNAMES
        surname = dice.choice(surnames)
        length = 2 if dice.random() < 0.72 else 1
        first_name = "".join(dice.choices(MALE if gender == Gender.MALE else FEMALE, k=length))
        if dice.random() < 0.02:
            first_name = first_name[:-1] + dice.choice(RARE)
        return surname + first_name

    def resident(self) -> str:
        """Name a resident as visit notes do: by surname, or by house and flat."""
        dice, surname = self.dice, self.dice.choice(SURNAMES)
        forms = (
            f"{surname}{dice.choice(ELDERS)}",
            f"{surname}先生",
            f"{surname}女士",
            f"{dice.randint(1, 30)}号楼居民代表",
            f"楼栋长{surname}师傅",
        )
        return dice.choice(forms)

    def id_no(self, gender: Gender, birth: date) -> str:
        """Invent an ID number with its check digit (GB 11643-1999); its last digit but one is odd of men."""
        while True:
            sequence = self.dice.randrange(500) * 2 + (gender == Gender.MALE)
            number = f"{self.dice.choice(DISTRICTS)}{birth:%Y%m%d}{sequence:03d}"
            if number not in self._numbers:
                self._numbers.add(number)
                return number + ric.calc_check_digit(number + "0")

    def phone(self) -> str:
        while True:
            number = f"{self.dice.choice(PREFIXES)}{self.dice.randrange(10**8):08d}"
            if number not in self._numbers:
                self._numbers.add(number)
                return number
