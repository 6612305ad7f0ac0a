"""Names of people in the Netherlands as they are written down: frequent ones, each with the other ways in which one meets it.

A line is one name; after the first way of writing come the others, between commas. Made for tests: nobody is meant.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Given names and surnames that go together; `share` of the people in the set."""

    share: int
    given: tuple[tuple[str, ...], ...]
    surnames: tuple[tuple[str, ...], ...]
    surname_first: bool = False


def _lines(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(way.strip() for way in line.split(",")) for line in text.strip().splitlines() if line.strip()
    )


def _built(heads: str, tails: str) -> tuple[tuple[str, ...], ...]:
    """The long tail: surnames that few people have, put together from what such names are made of."""
    return tuple((f"{head}{tail}",) for head in heads.split() for tail in tails.split())


def _words(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple((word,) for word in text.split())


DUTCH = Origin(
    52,
    _words(
        "Jan Johannes Cornelis Hendrik Willem Pieter Gerrit Dirk Jacob Adriaan Peter Paul Mark Jeroen Bas Tim Thomas Daan"
        " Sem Lucas Finn Bram Levi Luuk Milan Noud Ruben Stijn Thijs Jesse Lars Niels Sander Martijn Erik Rob Hans Kees"
        " Maria Johanna Anna Elisabeth Cornelia Wilhelmina Margaretha Hendrika Petra Monique Sandra Linda Esther Marieke"
        " Anouk Femke Sanne Lisa Emma Julia Sophie Tess Saar Evi Noor Lotte Fleur Eva Iris Nina Roos Maud Isa Lynn Ilse"
    )
    + _lines("""
Johan, Joan
Marijke, Marike, Maryke
Theo, Theodorus
Bert, Lambertus, Albert
Ans, Johanna
Stephan, Stefan, Steven
Mathijs, Matthijs, Matthias
Katrien, Catrien, Catharina
Geert-Jan, Geertjan, Geert Jan
Anne-Marie, Annemarie, Anne Marie
"""),
    _words(
        "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Smits Koster Prins Blom"
        " Huisman Postma Kuipers Veenstra Kramer Scholten Schouten Willems Hoekstra Koopman Evers Molenaar Timmermans"
        " Groen Gerritsen Bosch Wolters Sanders Martens Verhoeven Hermans Jacobs Kok Driessen Boer Peeters Verbeek"
    )
    + _lines("""
de Jong, de Jonge, Jong
de Vries, Vries
van den Berg, v.d. Berg, vd Berg, van de Berg, Vandenberg, Berg
van Dijk, van Dyk, v Dijk, Dijk
Janssen, Jansen, Janszen
de Boer, Boer
van der Meer, vd Meer, v/d Meer, Vandermeer
de Bruijn, de Bruin, de Bruyn
van der Heijden, van der Heyden, vd Heijden
van Leeuwen, Leeuwen
van Vliet, Vliet
van der Linden, vd Linden, van de Linden
Schmidt, Smidt, Schmitt
de Graaf, de Graaff
van 't Hof, van t Hof, van het Hof, Hof
ten Brink, Tenbrink
Kuijpers, Kuypers, Cuijpers
Reijnders, Reinders, Reynders
Wijnen, Wynen
Terpstra, Terstra
van Wijk, van Wyk
Maas, Maes
""")
    + _built(
        "Hooger Veen Wester Ooster Nieuwen Boer Kamp Rooden Zand Linde Water Schoon Hage Kleine Grooten Lange Breuke",
        "beek brug veld kamp dijk horst huis hof man stra ma berg bos laar hoven steeg",
    ),
)
ARABIC = Origin(
    12,
    _lines("""
Mohamed, Mohammed, Muhammad, Mohamad, Mohammad, محمد
Ahmed, Ahmad, Achmed, أحمد
Youssef, Yusuf, Joesoef, Yousef, Youssouf, يوسف
Khalid, Khaled, Chalid, خالد
Abdelaziz, Abdel Aziz, Abdulaziz
Mustafa, Mostafa, Moustapha, Mustapha
Hassan, Hasan, Hassane
Rachid, Rashid, Rasheed
Omar, Umar, Oumar
Fatima, Fatma, Fatimah, Fatema
Khadija, Khadidja, Hadija, Chadizja
Aicha, Aisha, Ayesha, Aischa
Samira, Sameera
Naima, Na'ima, Naïma
Zahra, Zohra, Zahrah
Said, Saïd, Saeed, Sayed
Noureddine, Nour Eddine, Nordin, Nureddin
Karim, Kareem
Bilal, Bilel
Hicham, Hisham
Mariam, Meryem, Maryam
Yasmina, Jasmina
Tarik, Tariq, Tarek
Amina, Aminah
"""),
    _lines("""
El Amrani, Elamrani, al Amrani, Amrani
El Khatib, Elkhatib, al-Khatib, Khatib
Ben Ali, Benali
Benali, Ben Ali
Bouzid, Bouzide, Buzid
El Idrissi, Elidrissi, Idrissi
Haddad, Hadad, Hadded
Bennani, Benani
Ouali, Wali, Oualy
Chaoui, Shawi, Chawi
El Yousfi, Elyousfi, Yousfi, al Yousfi
Mansouri, Mansuri, Mansoury
Abdullah, Abdallah, Abdoellah
Hussein, Hoessein, Husain, Houssein
Ibrahim, Ebrahim, Ibraheem
Saleh, Salih, Salah
Tahiri, Taheri
Aziz, Azziz
""")
    + _built(
        "Bou Ben Ait Mez Lah Cher Zer Ham Ras Kad", "rahou ziane kacem louf riani dani moun chich jaoui ssani"
    ),
)
TURKISH = Origin(
    7,
    _lines("""
Mehmet, Mehmed
Mustafa, Mustapha
Ayşe, Ayse, Aysa
Fatma, Fatima
Emine, Amine
Hüseyin, Huseyin, Hussein
İbrahim, Ibrahim
Yusuf, Jusuf
Özlem, Ozlem
Elif, Elife
Çağlar, Caglar, Chaglar
Gül, Gul, Guel
Hatice, Hatidje
Murat, Murad
Zeynep, Zejnep
Ömer, Omer
"""),
    _lines("""
Yılmaz, Yilmaz, Jilmaz
Kaya, Kaja
Demir, Demir
Çelik, Celik, Chelik
Şahin, Sahin, Shahin
Yıldız, Yildiz
Öztürk, Ozturk, Oeztuerk
Aydın, Aydin
Özdemir, Ozdemir
Arslan, Aslan
Doğan, Dogan
Koç, Koc
Kılıç, Kilic
""")
    + _built("Ak Kara Demir Altın Gök Boz Er Yeni Sarı", "taş kaya doğan oğlu türk can bulut dağ kurt soy"),
)
POLISH = Origin(
    9,
    _lines("""
Łukasz, Lukasz, Lucas
Piotr, Peter, Pjotr
Krzysztof, Krzystof, Kristof
Katarzyna, Katarzina, Kasia
Małgorzata, Malgorzata, Gosia
Agnieszka, Agnieska
Paweł, Pawel, Pavel
Tomasz, Tomas, Thomas
Wojciech, Wojtek
Michał, Michal
Joanna, Johanna
Magdalena, Magda
Grzegorz, Gregorz
Anna, Ania
Marek, Mark
"""),
    _lines("""
Kowalski, Kowalska, Kovalski
Nowak, Novak
Wiśniewski, Wisniewski, Wisniewska
Wójcik, Wojcik
Kamiński, Kaminski, Kaminska
Lewandowski, Lewandowska, Levandovski
Zieliński, Zielinski, Zielinska
Szymański, Szymanski, Shimanski
Woźniak, Wozniak
Dąbrowski, Dabrowski, Dombrowski
Kozłowski, Kozlowski
Mazur, Mazoer
Krawczyk, Krawczik
""")
    + _built(
        "Jan Mal Wit Grab Sok Bor Lis Urb Jaw Gór Pawl Rud", "owski iński icki czyk owicz ak ewski alski"
    ),
)
BULGARIAN = Origin(
    7,
    _lines("""
Георги, Georgi, Gheorghi, Georgy
Иван, Ivan, Iwan
Димитър, Dimitar, Dimiter, Dimitur
Николай, Nikolay, Nikolaj, Nicolai
Стоян, Stoyan, Stojan
Мария, Mariya, Maria, Marija
Иванка, Ivanka
Десислава, Desislava, Dessislava
Юлия, Yuliya, Julia, Joelia
Христо, Hristo, Christo
Пламен, Plamen
Светлана, Svetlana, Swetlana
Желязко, Zhelyazko, Jeliazko
"""),
    _lines("""
Иванов, Ivanov, Iwanow, Ivanoff
Георгиев, Georgiev, Gheorghiev
Димитров, Dimitrov, Dimitroff
Петров, Petrov, Petroff
Николов, Nikolov, Nicolov
Христов, Hristov, Christov
Стоянов, Stoyanov, Stojanov
Тодоров, Todorov
Ангелов, Angelov
Йорданов, Yordanov, Jordanov
Щерев, Shterev, Chterev, Sjterev
""")
    + _built("Васил Кост Дим Мин Апостол Бор Пенч Ради Злат Гроз", "ев анов илов енов ков ов"),
)
ROMANIAN = Origin(
    6,
    _lines("""
Ștefan, Stefan, Stephan
Ion, Ioan
Gheorghe, George, Georghe
Alexandru, Alexandro
Mihai, Mihaj
Ionuț, Ionut
Mirela, Mirella
Elena, Ilena
Andreea, Andrea
Ioana, Joana
Cristina, Christina, Kristina
Vasile, Vasil
Răzvan, Razvan
"""),
    _lines("""
Popescu, Popesco
Ionescu, Jonescu
Popa, Poppa
Dumitrescu, Dumitresku
Stan, Stann
Gheorghiu, Georgiu
Constantin, Konstantin
Munteanu, Muntianu
Țurcanu, Turcanu
Stoica, Stoika
Ciobanu, Tsjobanu
""")
    + _built("Marin Andre Vasil Petr Lup Mold Dobr Rad Stan Toma Iord", "escu eanu ache oiu aru an ici"),
)
VIETNAMESE = Origin(
    3,
    _lines("""
Thị Hoa, Thi Hoa, Hoa
Văn Minh, Van Minh, Minh
Thị Lan, Thi Lan, Lan
Văn Hùng, Van Hung, Hung
Thị Hương, Thi Huong, Huong
Quốc Anh, Quoc Anh
Ngọc Mai, Ngoc Mai, Mai
Đức, Duc
"""),
    _lines("""
Nguyễn, Nguyen, Nguen
Trần, Tran
Lê, Le
Phạm, Pham
Hoàng, Hoang
Vũ, Vu
Đặng, Dang
"""),
    surname_first=True,
)
CHINESE = Origin(
    3,
    _lines("""
Xiaoming, Xiao Ming, 小明
Wei, Way
Xiuying, Xiu Ying
Jing, Ching
Jianguo, Jian Guo
Meiling, Mei Ling
Lihua, Li Hua
Guoqiang, Guo Qiang
"""),
    _lines("""
Wang, Wong, 王
Zhang, Chang, 张
Chen, Chan
Liu, Lau
Huang, Wong
Zhao, Chao
Xu, Hsu
"""),
    surname_first=True,
)
HUNGARIAN = Origin(
    1,
    _lines("""
László, Laszlo
István, Istvan
Erzsébet, Erzsebet
Zsuzsanna, Zsuzsana, Zuzana
Gábor, Gabor
Katalin, Kati
"""),
    _lines("""
Nagy, Nagi
Kovács, Kovacs, Kovatsj
Tóth, Toth
Szabó, Szabo, Sabo
Horváth, Horvath
"""),
    surname_first=True,
)
ORIGINS = (DUTCH, ARABIC, TURKISH, POLISH, BULGARIAN, ROMANIAN, VIETNAMESE, CHINESE, HUNGARIAN)

TOWNS = (
    ("Haarlem", "2011 2012 2013 2021 2023 2034"), ("Zaandam", "1501 1502 1505 1506"), ("Alkmaar", "1811 1812 1815 1823"),
    ("Den Helder", "1781 1782 1785"), ("Purmerend", "1441 1443 1447"), ("Hoorn", "1621 1623 1628"),
    ("Beverwijk", "1941 1942 1945"), ("IJmuiden", "1971 1972 1975"), ("Heerhugowaard", "1701 1703 1704"),
    ("Schagen", "1741 1742"), ("Enkhuizen", "1601 1602"), ("Volendam", "1131 1132"), ("Castricum", "1901 1902"),
    ("Heemskerk", "1961 1964 1965"), ("Uitgeest", "1911"), ("Medemblik", "1671"), ("Hoofddorp", "2131 2132 2134"),
)  # fmt: skip
STREETS = tuple(
    f"{first}{last}"
    for first in (
        "Kerk", "School", "Molen", "Dorps", "Beatrix", "Wilhelmina", "Juliana", "Emma", "Rozen", "Tulpen", "Linden",
        "Beuken", "Eiken", "Kastanje", "Zee", "Duin", "Haven", "Spoor", "Stations", "Markt", "Noorder", "Zuider",
        "Ooster", "Wester", "Rembrandt", "Vondel", "Burgemeester Mooij", "Kennemer", "Zijl", "Raad",
    )
    for last in ("straat", "weg", "laan", "plein", "hof", "kade", "dreef")
)  # fmt: skip
